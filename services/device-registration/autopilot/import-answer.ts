import * as z from 'zod';
import { deviceRegistrationFailed } from '../../../shared/contracts/events/device-events.ts';
import { type Device, recordOf } from '../devices/device.ts';

/** What Autopilot answered to a hardware hash. */
export const importAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('registered'), autopilotDeviceId: z.string() }),
  /** Somebody had registered it in this tenant: which identity it is, discovery finds out. */
  z.object({ kind: z.literal('registered-before') }),
  z.object({ kind: z.literal('refused'), code: z.string(), message: z.string() }),
]);

export type ImportAnswer = z.infer<typeof importAnswer>;

/** Brings an answer into its device, once; the hardware hash has done its work then. */
export const takeAnswer = (answer: ImportAnswer, at: string) => (current: Device | undefined) => {
  if (current?.state.kind !== 'registration-pending' || current.state.awaits !== 'autopilot-import') return undefined;
  const device: Device = { ...current, hardwareHash: null };
  switch (answer.kind) {
    case 'registered':
      return waiting({ ...device, autopilotDeviceId: answer.autopilotDeviceId }, at, answer);
    case 'registered-before':
      return waiting(device, at, answer);
    case 'refused': {
      const { code, message } = answer;
      const state: Device = { ...device, state: { kind: 'registration-failed', at, code, message } };
      return {
        state,
        events: [deviceRegistrationFailed.event(recordOf(state))],
        audit: { action: 'device.import', detail: answer },
      };
    }
  }
};

/** It is ready for its user when Autopilot shows it with a deployment profile, and that takes a while. */
function waiting(device: Device, at: string, detail: ImportAnswer) {
  const state: Device = {
    ...device,
    state: { kind: 'registration-pending', since: at, awaits: 'autopilot-discovery' },
  };
  return { state, audit: { action: 'device.import', detail } };
}
