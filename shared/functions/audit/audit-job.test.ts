import { describe, expect, it } from 'vitest';
import type { Verification } from '../../state/verify.ts';
import type { Context } from '../context.ts';
import { auditJob } from './audit-job.ts';
import { blobArchive } from './seal-archive.ts';

/** A night: what verification says of each range, what was kept and said. */
function night(verdicts: Readonly<Record<number, Verification>>, verified?: number) {
  const kept = { exported: new Map<string, unknown>(), verified, said: [] as unknown[] };
  const context = {
    actor: { kind: 'service', id: 'health-monitor' },
    log: { error: (line: string, detail: object) => kept.said.push([line, detail]) },
    state: {
      load: async () => (kept.verified === undefined ? undefined : { state: { verified: kept.verified } }),
      verify: async (_: string, { from }: { from: number }) => verdicts[from],
      seals: async (_: string, from: number, to: number) => [{ number: from }, { number: to }],
      change: async (_: unknown, __: unknown, decide: () => { state: { verified: number } }) => {
        kept.verified = decide().state.verified;
      },
    },
  } as unknown as Context;
  const archive = { put: async (name: string, content: string) => void kept.exported.set(name, JSON.parse(content)) };
  const { handling } = auditJob(undefined, () => archive).handler;
  if (!('handle' in handling)) throw new TypeError('It is work, no projection.');
  return { kept, run: () => handling.handle({ tenantid: 'contoso', data: { at: 0 } } as never, context) };
}

describe('the night watch over the audit chains', () => {
  it('exports what was sealed since the night before, in as many parts as verification takes', async () => {
    const { kept, run } = night(
      {
        5: { intact: true, seals: 3, records: 9, next: 8 },
        8: { intact: true, seals: 1, records: 1 },
      },
      4,
    );
    await run();
    expect([...kept.exported.keys()]).toEqual([
      'contoso/0000000005-0000000007.json',
      'contoso/0000000008-0000000008.json',
    ]);
    expect(kept.verified).toBe(8);
  });

  it('writes nothing when nothing was sealed', async () => {
    const { kept, run } = night({ 5: { intact: true, seals: 0, records: 0 } }, 4);
    await run();
    expect(kept).toMatchObject({ verified: 4, exported: new Map() });
  });

  it('says which record is wrong, and goes no further', async () => {
    const first = { kind: 'record', seal: 2, aggregate: 'device:d1', record: 3, fault: 'edited' } as const;
    const { kept, run } = night({ 1: { intact: false, first } });
    await run();
    expect(kept).toMatchObject({ said: [['the audit chain is broken', first]], verified: undefined });
  });
});

describe('the archive', () => {
  const put = (status: number) =>
    blobArchive(
      'https://st.example.org/seals',
      async () => 'token',
      async () => new Response(null, { status }),
    ).put('a', '[]');

  it('takes what is there already for written, since nothing in it ever changes', async () => {
    await expect(put(201)).resolves.toBeUndefined();
    await expect(put(409)).resolves.toBeUndefined();
  });

  it('says so when it could not be written, so that it is tried again', async () => {
    await expect(put(403)).rejects.toThrow('403');
  });
});
