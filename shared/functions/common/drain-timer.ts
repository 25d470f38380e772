import { drainPlatformDeadLetters } from '../../bus/drain.ts';
import { timer } from '../timers.ts';

/** Brings what the bus itself has put aside to where people look for it. That is rare, so it looks once an hour. */
export const drainTimer = timer({
  name: 'drain-dead-letters',
  schedule: '0 25 * * * *',
  async run(context) {
    const drained = await drainPlatformDeadLetters(context);
    if (drained > 0) context.log.warn('the bus had put messages aside', { drained });
  },
});
