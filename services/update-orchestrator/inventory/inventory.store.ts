import { definePacks } from '../../../shared/state/packs.ts';
import { sightingSchema } from './sighting.ts';

/** The last sighting of every device. */
export const sightings = definePacks({ kind: 'sightings', entry: sightingSchema, idOf: ({ deviceId }) => deviceId });
