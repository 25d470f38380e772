import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nameDevice } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import type { AuditDocument } from './documents.ts';
import { readSeals, sealer } from './seals.ts';

let ground: DatabaseGround;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
});
afterEach(() => ground.close());

async function auditDocuments(tenantId: string, count: number): Promise<AuditDocument[]> {
  const state = ground.openState('device-registration');
  const documents: AuditDocument[] = [];
  for (let n = 0; n < count; n++) {
    await nameDevice(state, `d${n % 3}`, `N${n}`, { tenantId });
    ground.clock.jumpTo(ground.clock.now() + 3 * 60_000);
  }
  await ground.feed('device-registration').read(async (page) => {
    documents.push(...page.filter((document) => document.kind === 'audit').filter((one) => one.tenantId === tenantId));
  });
  return documents;
}

const openSealer = () => sealer(ground.stateContainer('device-registration'), ground.clock);

async function sealedLeaves(tenantId: string): Promise<string[]> {
  const seals = await readSeals(ground.stateContainer('device-registration'), tenantId, 1, 1_000);
  return seals.flatMap(({ leaves }) => leaves.map(({ aggregate, number }) => `${aggregate}#${number}`));
}

test('two owners of the feed at once seal every record, and none twice', async () => {
  const records = await auditDocuments('contoso', 9);
  await Promise.all([openSealer().seal('contoso', records), openSealer().seal('contoso', records.slice(3))]);
  const leaves = await sealedLeaves('contoso');
  expect(leaves).toHaveLength(9);
  expect(new Set(leaves).size).toBe(9);
});

test('however pages overlap and owners change, every record is sealed once and the seals verify', async () => {
  const pages = fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.boolean()), { minLength: 1, maxLength: 6 });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(pages, async (plan) => {
      const tenantId = `tenant-${run++}`;
      const records = await auditDocuments(tenantId, 9);
      let owner = openSealer();
      for (const [from, length, changes] of [...plan, [0, 9, true] as const]) {
        if (changes) owner = openSealer();
        const page = records.slice(from, from + length);
        if (page.length > 0) await owner.seal(tenantId, page);
      }
      const leaves = await sealedLeaves(tenantId);
      expect(leaves).toHaveLength(9);
      expect(new Set(leaves).size).toBe(9);
      expect(await ground.openState('device-registration').verify(tenantId, {})).toMatchObject({
        intact: true,
        records: 9,
      });
    }),
    { numRuns: 15 },
  );
});
