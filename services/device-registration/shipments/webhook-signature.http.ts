import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { tenantIdSchema } from '../../../shared/contracts/http/identifiers.ts';
import { setting } from '../../../shared/functions/settings/settings.ts';
import { signatureExpired, signatureInvalid } from '../errors.ts';

const PREFIX = 'whsec_';
const key = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'keys are whsec_ and 24 to 64 bytes of base64')
  .transform((text) => Buffer.from(text.slice(PREFIX.length), 'base64'));

const supplierKeys = z.array(
  z.strictObject({
    tenantId: tenantIdSchema,
    supplier: z.string().min(1).max(100),
    /** Two while they are being exchanged. */
    keys: z.array(key).min(1).max(2),
  }),
);

/** Who may send shipments for which tenant. */
export type SupplierKeys = z.output<typeof supplierKeys>;

/** In Azure a reference to a secret of Key Vault. */
export const oemWebhookKeys = setting(
  'OEM_WEBHOOK_KEYS',
  'JSON: [{ tenantId, supplier, keys: ["whsec_…"] }], two keys while they are being exchanged; none when not set.',
  z
    .string()
    .default('[]')
    .transform((text, issues) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        issues.addIssue('is not JSON');
        return z.NEVER;
      }
    })
    .pipe(supplierKeys),
);

/** Older and younger deliveries are refused, so that a captured one is soon worth nothing. */
const TOLERANCE_MS = 5 * 60_000;

/** A delivery whose sender is proven. */
export interface Delivery {
  readonly supplier: string;
  /** Of this very sending: its id and its timestamp. */
  readonly id: string;
}

interface Received {
  readonly tenantId: string;
  readonly headers: { get(name: string): string | null };
  readonly body: Buffer;
}

/** Checks a signature of Standard Webhooks over the raw bytes. Throws Refusal `signature-invalid`, `signature-expired`. */
export function demandSigned({ tenantId, headers, body }: Received, known: SupplierKeys, now: number): Delivery {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (!/^[\x21-\x7e]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) throw signatureInvalid();
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const signatures = signaturesIn(headers.get('webhook-signature') ?? '');
  const sender = known
    .filter((row) => row.tenantId === tenantId)
    .find(({ keys }) => keys.some((secret) => isSignedWith(secret, content, signatures)));
  if (!sender) throw signatureInvalid();
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) throw signatureExpired();
  return { supplier: sender.supplier, id: `${id}/${timestamp}` };
}

/** A sender that exchanges its key signs with both; more than a few are somebody's attempt to keep us busy. */
function signaturesIn(header: string): Buffer[] {
  const parts = header.slice(0, 1024).split(' ').slice(0, 4);
  return parts.flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3), 'base64')] : []));
}

function isSignedWith(secret: Buffer, content: Buffer, signatures: readonly Buffer[]): boolean {
  const expected = createHmac('sha256', secret).update(content).digest();
  return signatures.some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
