import { expect, it } from 'vitest';
import { scriptNamed } from '../faults/scripts.ts';
import { HOUR } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';

it('mail goes out, unless the mailbox is down', async () => {
  const cloud = await testCloud({ devices: 5 });
  const { userPrincipalName } = cloud.tenant.fleet.user(0);
  const message = {
    subject: 'A ticket of yours',
    body: { contentType: 'text', content: 'It is solved.' },
    toRecipients: [{ emailAddress: { address: 'ada@contoso.example' } }],
  };
  const send = async () => (await cloud.ask('POST', `/v1.0/users/${userPrincipalName}/sendMail`, { message })).status;
  expect(await send()).toBe(202);
  cloud.tenant.fleet.faults.inject(scriptNamed('mailbox-down').faults);
  expect(await send()).toBe(503);
  cloud.clock.jumpTo(cloud.clock.now() + 7 * HOUR);
  expect(await send()).toBe(202);
  expect(cloud.tenant.sentMail).toHaveLength(2);
});
