import { z } from 'zod';
import { GraphError, notFound } from '../graph/errors.ts';
import { action, type Route } from '../graph/route.ts';
import { userOf } from '../tenant/users.ts';

const recipient = z.looseObject({ emailAddress: z.looseObject({ address: z.string().min(3).max(320) }) });
const message = z.looseObject({
  subject: z.string().max(255),
  body: z.strictObject({ contentType: z.enum(['text', 'html', 'Text', 'HTML']), content: z.string().max(1_000_000) }),
  toRecipients: z.array(recipient).min(1).max(500),
});

export const mail: readonly Route[] = [
  action({
    path: '/users/{id}/sendMail',
    permissions: ['Mail.Send'],
    throttle: 'unpublished',
    body: z.strictObject({ message, saveToSentItems: z.boolean().optional() }),
    run: ({ tenant, params, now }, { message: { subject, toRecipients } }) => {
      const { id = '' } = params;
      if (userOf(tenant, id) === undefined) throw notFound(id);
      if (tenant.fleet.faults.active('mailboxDown', now).length > 0)
        throw new GraphError(503, 'ErrorMailboxStoreUnavailable', 'The mailbox database is temporarily unavailable.');
      tenant.sentMail.push({
        from: id,
        to: toRecipients.map(({ emailAddress }) => emailAddress.address),
        subject,
        at: now,
      });
      return { status: 202 };
    },
  }),
];
