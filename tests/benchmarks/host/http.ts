import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { supervise } from '../../../infra/local/supervisor/supervisor.ts';
import { slice } from '../../slice-app/blueprint.ts';
import { inParallel, interleaved, rateOf } from '../rounds.ts';
import { type Row, row } from '../row.ts';

const REQUESTS = 1_000;
const LANES = 8;

/** A route through gateway and host, each in its process, beside its handler on `node:http`. */
export async function httpRows(progress: (line: string) => void): Promise<Row[]> {
  progress('host HTTP …');
  const data = await mkdtemp(join(tmpdir(), 'bench-http-'));
  const platform = await supervise(slice, { data, fresh: false, port: 0, say: () => undefined });
  const bare = fork(fileURLToPath(new URL('bare-server.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  try {
    const [barePort] = await once(bare, 'message');
    const host = platform.services.find(({ name }) => name === 'device-desk')?.process;
    const path = '/api/v1/device-desk/status';
    const through = `${platform.gateway.url}${path}`;
    const direct = `http://127.0.0.1:${host?.port}${path}`;
    const reference = `http://127.0.0.1:${barePort}/`;
    const rates = await interleaved([through, direct, reference], (url) =>
      rateOf(REQUESTS, () => inParallel(REQUESTS, LANES, () => get(url))),
    );
    const rate = (url: string) => rates.get(url) ?? Number.NaN;
    const beside = { name: 'bare handler on node:http', value: rate(reference) };
    return [
      row(`host HTTP through gateway and host, ${LANES} at a time`, rate(through), '/s', beside),
      row(`host HTTP without the gateway, ${LANES} at a time`, rate(direct), '/s', beside),
    ];
  } finally {
    bare.kill();
    await platform.stop();
    await rm(data, { recursive: true });
  }
}

async function get(url: string): Promise<void> {
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
}
