import { openPlatform, type PlatformOptions } from '../../../infra/local/driver/platform.ts';
import { product } from '../../../infra/local/supervisor/blueprint.ts';
import { interleaved } from '../rounds.ts';
import { type Row, row } from '../row.ts';

const ROUNDS = 50;
const NAMES = { one: 'one process', each: 'five processes' } as const;

/** Once round all functions of the five services while nothing is to be done. */
export async function roundRows(progress: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const processes of ['one', 'each'] as const) {
    progress(`host idle driven round, ${NAMES[processes]} …`);
    rows.push(row(`host idle driven round, ${NAMES[processes]}`, await roundTime(processes), 'ms'));
  }
  return rows;
}

async function roundTime(processes: PlatformOptions['processes']): Promise<number> {
  const platform = await openPlatform(product, { start: Date.UTC(2026, 0, 1), processes });
  try {
    const times = await interleaved([processes], async () => {
      const began = performance.now();
      for (let round = 0; round < ROUNDS; round++) await platform.driver.settle();
      return (performance.now() - began) / ROUNDS;
    });
    return times.get(processes) ?? Number.NaN;
  } finally {
    await platform.close();
  }
}
