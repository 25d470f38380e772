import {
  deviceIsolated,
  deviceReleased,
  isolationFailed,
  isolationSent,
} from '../../../shared/contracts/events/security-events.ts';
import { approverOf, type Isolation, type Stage } from './isolation.ts';
import { sentenceOf } from './sentence.ts';

/** To another stage, with what there is to tell of it. */
export function moved(isolation: Isolation, stage: Stage) {
  const state: Isolation = { ...isolation, stage };
  const { deviceId, wanted } = isolation;
  return { state, events: eventsOf(state), audit: { action: `isolation.${stage.kind}`, detail: { deviceId, wanted } } };
}

function eventsOf(isolation: Isolation) {
  const { stage, wanted, isolationId, incidentId, deviceId, requestedBy } = isolation;
  const approvedBy = approverOf(isolation);
  const told = { isolationId, incidentId, deviceId, requestedBy, approvedBy, sentence: sentenceOf(isolation) };
  switch (stage.kind) {
    case 'sent':
      return [isolationSent.event({ ...told, sentAt: stage.at, wanted })];
    case 'confirmed':
      return [(wanted === 'isolate' ? deviceIsolated : deviceReleased).event({ ...told, confirmedAt: stage.at })];
    case 'failed':
    case 'unknown':
      return [isolationFailed.event({ ...told, outcome: stage.kind, wanted })];
    default:
      return [];
  }
}
