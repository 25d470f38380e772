import type { Stage } from '../driver/stage.ts';
import type { Scene } from './actor.ts';

const moment = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** Tells what happens in lines: when, who, what. Times are UTC. */
export const told =
  ({ clock, say }: Pick<Stage, 'clock' | 'say'>): Scene['tell'] =>
  (who, what) =>
    say(`${moment.format(clock.now()).replaceAll(',', '')}  ${who}${who === '—' ? '' : ':'} ${what}`);
