/** `npm run story -- --json | node --import tsx infra/azure/cost/main.ts`: what the measured story would cost in Azure. */
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { monthlyCost } from './cost.ts';
import { FIXED } from './prices.ts';

const story = z.object({
  devices: z.number(),
  requestUnitsPerDeviceDay: z.number(),
  busOperationsPerDeviceDay: z.number(),
  executionsPerDeviceDay: z.number(),
});

const lastLine = (await text(process.stdin)).trim().split('\n').at(-1) ?? '';
const measured = story.parse(JSON.parse(lastLine));
const fixed = Object.values(FIXED).reduce((sum, part) => sum + part, 0);

console.log(`Measured with ${measured.devices} devices. USD a month, above ${fixed.toFixed(0)} that are paid anyhow:`);
for (const devices of [1_000, 10_000, 100_000]) {
  const cost = monthlyCost(devices, measured);
  const parts = Object.entries(cost).map(([part, dollars]) => `${part} ${dollars.toFixed(2)}`);
  console.log(`${String(devices).padStart(8)} devices: ${parts.join(', ')}`);
}
