import { Refusal } from '../../shared/contracts/refusal.ts';

export const incidentUnknown = () => new Refusal('incident-unknown', 'There is no such incident.');
