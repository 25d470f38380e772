import { queueRows, timerRows } from './host/dispatch.ts';
import { httpRows } from './host/http.ts';
import { roundRows } from './host/rounds.ts';
import { startRows } from './host/start.ts';
import type { Suite } from './row.ts';

/** The Functions host, alone and behind the gateway. */
export const suite: Suite = async (progress) => [
  ...(await httpRows(progress)),
  ...(await timerRows(progress)),
  ...(await queueRows(progress)),
  ...(await startRows(progress)),
  ...(await roundRows(progress)),
];
