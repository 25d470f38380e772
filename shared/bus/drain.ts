import { cloudEvent } from '../contracts/events/cloud-event.ts';
import type { ConsumerContext } from './handlers.ts';

/** Brings what the bus itself has put aside to the service's dead letters. Returns how many messages. */
export function drainPlatformDeadLetters({ state, bus }: ConsumerContext): Promise<number> {
  return bus.drain(async ({ body, attempt, reason }) => {
    const event = cloudEvent.safeParse(body);
    await state.park({ reason: 'platform', error: reason, content: event.success ? event.data : { body }, attempt });
  });
}
