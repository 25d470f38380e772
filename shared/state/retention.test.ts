import { expect, it } from 'vitest';
import { PLATFORM } from './documents.ts';
import { rememberedDays } from './retention.ts';

it('asks a tenant for its days once an hour, and takes no for 400', async () => {
  let now = 0;
  const asked: string[] = [];
  const days = rememberedDays({ now: () => now }, async (tenantId) => {
    asked.push(tenantId);
    return tenantId === 'contoso' ? 90 : undefined;
  });
  expect(await Promise.all([days('contoso'), days('fabrikam'), days(PLATFORM)])).toEqual([90, 400, 400]);
  now += 59 * 60_000;
  await days('contoso');
  expect(asked).toEqual(['contoso', 'fabrikam']);
  now += 60_000;
  await days('contoso');
  expect(asked).toEqual(['contoso', 'fabrikam', 'contoso']);
});
