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

const plainKey = z
  .string()
  .min(16, 'keys have at least 16 characters')
  .max(256)
  .transform((text) => Buffer.from(text));

const known = { tenantId: tenantIdSchema, supplier: z.string().min(1).max(100) };
/** Two keys while they are being exchanged. */
const oneOrTwo = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(2);

const supplierKeys = z.array(
  z.discriminatedUnion('scheme', [
    z.strictObject({
      ...known,
      scheme: z.literal('standard-webhooks').default('standard-webhooks'),
      keys: oneOrTwo(key),
    }),
    /** For suppliers who can do no better: `X-Signature-256: sha256=<hex>` over the body alone. */
    z.strictObject({ ...known, scheme: z.literal('x-signature-256'), keys: oneOrTwo(plainKey) }),
  ]),
);

/** Who may send shipments for which tenant. */
export type SupplierKeys = z.output<typeof supplierKeys>;

/** In Azure a reference to a secret of Key Vault. */
export const oemWebhookKeys = setting(
  'OEM_WEBHOOK_KEYS',
  'JSON: [{ tenantId, supplier, keys: ["whsec_…"] }], two keys while they are being exchanged; `scheme: "x-signature-256"` for a supplier who signs the body alone; none when not set.',
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
  /** Of this very sending: its id and its timestamp. Undefined where the signature covers neither. */
  readonly id: string | undefined;
}

interface Received {
  readonly tenantId: string;
  readonly headers: { get(name: string): string | null };
  readonly body: Buffer;
}

type Scheme = SupplierKeys[number]['scheme'];

/** Checks a signature over the raw bytes. Throws Refusal `signature-invalid`, `signature-expired`. */
export function demandSigned(received: Received, suppliers: SupplierKeys, now: number): Delivery {
  const own = suppliers.filter(({ tenantId }) => tenantId === received.tenantId);
  if (received.headers.get('webhook-signature') === null) return demandBodySigned(received, own);
  const { headers, body } = received;
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (!/^[\x21-\x7e]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) throw signatureInvalid();
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const supplier = signerOf('standard-webhooks', own, content, signaturesIn(headers.get('webhook-signature') ?? ''));
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) throw signatureExpired();
  return { supplier, id: `${id}/${timestamp}` };
}

/** Without a timestamp an old delivery is as good as a new one; it is the same shipment, and changes nothing. */
function demandBodySigned({ headers, body }: Received, own: SupplierKeys): Delivery {
  const [, hex = ''] = /^sha256=([0-9a-f]{64})$/i.exec(headers.get('x-signature-256') ?? '') ?? [];
  return { supplier: signerOf('x-signature-256', own, body, [Buffer.from(hex, 'hex')]), id: undefined };
}

function signerOf(scheme: Scheme, own: SupplierKeys, content: Buffer, signatures: readonly Buffer[]): string {
  const signer = own
    .filter((row) => row.scheme === scheme)
    .find(({ keys }) => keys.some((secret) => isSignedWith(secret, content, signatures)));
  if (!signer) throw signatureInvalid();
  return signer.supplier;
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
