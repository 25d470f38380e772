import { expect, it } from 'vitest';
import { GraphFailure } from '../../../shared/graph/errors.ts';
import { NUMBERS } from '../numbers.ts';
import { syncAutopilot } from './sync-autopilot.event.ts';

const SINCE = Date.UTC(2026, 6, 20, 9);

/** The work looks, so long after an import, into an active tenant that has not granted what it takes. */
function look(later: number): Promise<void> {
  const { handling } = syncAutopilot;
  if (!('handle' in handling)) throw new TypeError('It is work, no projection.');
  const context = {
    clock: { now: () => SINCE + later },
    log: { warn: () => {} },
    state: { load: async () => ({ state: { state: 'active' }, etag: '' }) },
    settings: {
      get() {
        throw new GraphFailure('graph-permission-missing', 'Not granted.', { status: 403 });
      },
    },
  };
  return handling.handle({ tenantid: 'contoso', data: { since: SINCE } } as never, context as never);
}

it('a synchronisation waits for a permission, and is given up when the hourly discovery has long gone on without it', async () => {
  await expect(look(NUMBERS.syncGivenUp)).rejects.toMatchObject({
    name: 'TryAgainAt',
    at: SINCE + NUMBERS.syncGivenUp + NUMBERS.personWait,
  });
  await expect(look(NUMBERS.syncGivenUp + 1)).resolves.toBeUndefined();
});
