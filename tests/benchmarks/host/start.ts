import { join } from 'node:path';
import { wallClock } from '../../../infra/local/clock/clock.ts';
import { buildWhatIsOld } from '../../../infra/local/supervisor/build-what-is-old.ts';
import { openGround } from '../../../infra/local/supervisor/ground.ts';
import { startProcess } from '../../../infra/local/supervisor/service-process.ts';
import { settingsOf } from '../../../infra/local/supervisor/settings.ts';
import { slice } from '../../slice-app/blueprint.ts';
import { interleaved } from '../rounds.ts';
import { type Row, row } from '../row.ts';

/** From nothing to a process that listens, its triggers running. */
export async function startRows(progress: (line: string) => void): Promise<Row[]> {
  progress('host cold start …');
  const name = 'device-watch';
  const entry = await buildWhatIsOld(slice.folders, () => undefined);
  const ground = await openGround(slice, { clock: wallClock, data: undefined });
  const identity = { issuer: 'http://127.0.0.1/identity', audience: 'omd-local', jwksUri: 'http://127.0.0.1/keys' };
  const settings = settingsOf(name, { ...ground, database: slice.database, identity });
  const times = await interleaved([name], async () => {
    const began = performance.now();
    const service = await startProcess({
      name,
      entry,
      root: join(slice.folders.out, name),
      mode: 'wall',
      now: Date.now(),
      timerFile: undefined,
      settings,
      pending: () => 0,
      onCommit: ground.cosmos.onCommit,
    });
    const elapsed = performance.now() - began;
    await service.kill();
    return elapsed;
  });
  await ground.close();
  return [row('host cold start of one service', times.get(name) ?? Number.NaN, 'ms')];
}
