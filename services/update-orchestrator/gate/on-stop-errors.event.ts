import { on } from '../../../shared/bus/handlers.ts';
import { stopErrorsObserved } from '../../../shared/contracts/events/health-events.ts';
import { CRASHES_ID, crashesAggregate } from './crashes.store.ts';
import { NO_CRASHES, withReading } from './crashes.ts';

/** Every reading counts once: the gate lives on how many devices have crashed. */
export const onStopErrors = on(stopErrorsObserved, {
  aggregate: crashesAggregate,
  id: () => CRASHES_ID,
  mode: 'each',
  decide: (current = NO_CRASHES, { data }) => ({ state: withReading(current, data) }),
});
