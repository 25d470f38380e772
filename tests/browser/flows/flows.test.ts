import { openWorld } from '../world.ts';
import { flowTests } from './flows.ts';

flowTests(openWorld());
