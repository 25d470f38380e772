import { createHmac, timingSafeEqual } from 'node:crypto';
import { ServiceBusError } from '../errors.ts';
import type { Client } from './client.ts';
import type { Request } from './request.ts';

/** The shared access key that tokens must be signed with. */
export interface Signatures {
  readonly keyName: string;
  readonly key: string;
}

/** Takes a client's token, on the node `$cbs` (claims-based security). Throws `amqp:unauthorized-access`. */
export function putToken(client: Client, { operation, token }: Request): void {
  if (operation !== 'put-token')
    throw new ServiceBusError('amqp:not-implemented', `$cbs knows no operation '${operation}'.`);
  if (client.service.signatures) assertSigned(token ?? '', client.service.signatures, Date.now());
  client.isAuthorized = true;
}

/** Without a signature to check, everybody is welcome. */
export function assertAuthorized({ service, isAuthorized }: Client): void {
  if (!service.signatures || isAuthorized) return;
  throw new ServiceBusError('amqp:unauthorized-access', 'Unauthorized access. The connection has put no valid token.');
}

/** `SharedAccessSignature sr=…&sig=…&se=…&skn=…`: the signature covers the resource and the expiry (seconds since 1970). */
function assertSigned(token: string, { keyName, key }: Signatures, now: number): void {
  const fields = new URLSearchParams(token.replace(/^SharedAccessSignature\s+/, ''));
  const resource = /(?:^|[\s&])sr=([^&]*)/.exec(token)?.[1];
  const expiry = fields.get('se');
  if (!resource || !expiry || fields.get('skn') !== keyName) throw invalidSignature();
  if (Number(expiry) * 1000 <= now)
    throw new ServiceBusError('amqp:unauthorized-access', 'ExpiredToken: the token has expired.');
  const expected = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest();
  // URLSearchParams reads the pluses of an unescaped base64 as blanks.
  const given = Buffer.from((fields.get('sig') ?? '').replaceAll(' ', '+'), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalidSignature();
}

const invalidSignature = () =>
  new ServiceBusError('amqp:unauthorized-access', 'InvalidSignature: The token has an invalid signature.');
