import { z } from 'zod';

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const stopCode = z.string().regex(/^0x[0-9A-F]{8}$/);
/** ISO 8601, counted from when the script is injected: `PT0S`, `PT90M`, `P3D`. */
const duration = z.string().regex(/^P(?=\d|T\d)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/);

/** Which devices a fault hits: all of what is named must hold. Nothing named means every device. */
const who = z.strictObject({
  ring: z.enum(['Test', 'First', 'Fast', 'Broad']).optional(),
  model: z.string().optional(),
  manufacturer: z.string().optional(),
  /** `26200.9168`, or `next`: the monthly release of the device's own Windows that came this week or comes next. */
  build: z.union([z.literal('next'), z.string().regex(/^\d{5}\.\d+$/)]).optional(),
  /** Windows of these builds alone, such as 26200. */
  windows: z.array(z.int().positive()).min(1).optional(),
  /** A driver the model has, by its file name. */
  driver: z.string().optional(),
  site: z.int().nonnegative().optional(),
  group: z.string().optional(),
  /** A part of the devices, always the same ones for a seed. */
  percent: z.number().min(0).max(100).optional(),
  devices: z.array(z.int().nonnegative()).max(100_000).optional(),
});

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stopErrors'),
    times: z.number().gt(1).max(100_000),
    code: stopCode,
    module: z.string(),
  }),
  z.strictObject({ kind: z.literal('crash'), withinMinutes: positive, code: stopCode, module: z.string() }),
  z.strictObject({ kind: z.literal('noRestart') }),
  z.strictObject({ kind: z.literal('recoveryKeyPrompt') }),
  z.strictObject({ kind: z.literal('updateFailure'), share, code: stopCode }),
  z.strictObject({ kind: z.literal('offline') }),
  z.strictObject({ kind: z.literal('noCheckIns') }),
  z.strictObject({ kind: z.literal('firewallOff') }),
  z.strictObject({ kind: z.literal('signaturesStop') }),
  z.strictObject({
    kind: z.literal('addToRing'),
    ring: z.enum(['Test', 'First', 'Fast', 'Broad']),
    count: z.int().positive(),
  }),
  z.strictObject({
    kind: z.literal('policyChange'),
    ring: z.enum(['Test', 'First', 'Fast', 'Broad']),
    deferralDays: z.int().min(0).max(30),
  }),
  z.strictObject({ kind: z.literal('reEnrol') }),
  z.strictObject({ kind: z.literal('ransomware'), hopMinutes: positive }),
  z.strictObject({
    kind: z.literal('alerts'),
    count: z.int().positive().max(10_000),
    withinMinutes: positive,
    title: z.string(),
  }),
  z.strictObject({ kind: z.literal('graphErrors'), status: z.union([z.literal(429), z.literal(504)]), share }),
  z.strictObject({ kind: z.literal('shortLists'), share }),
  z.strictObject({ kind: z.literal('staleExports') }),
  z.strictObject({ kind: z.literal('importErrors'), share }),
  z.strictObject({ kind: z.literal('signInFailures'), times: positive }),
  z.strictObject({ kind: z.literal('mailboxDown') }),
  z.strictObject({ kind: z.literal('approver'), answer: z.enum(['none', 'no']) }),
  z.strictObject({ kind: z.literal('clockSkew'), hours: z.number().min(0).max(24) }),
]);

const fault = z.strictObject({
  at: duration.default('PT0S'),
  /** Without it the fault lasts for ever. */
  until: duration.optional(),
  who: who.default({}),
  effect,
});

export const faultScript = z.strictObject({ description: z.string(), faults: z.array(fault).min(1).max(50) });

export type Fault = z.infer<typeof fault>;
export type FaultEffect = Fault['effect'];
export type Who = Fault['who'];
export type FaultScript = z.infer<typeof faultScript>;

/** Milliseconds of a duration in the form of scripts. */
export function millisecondsOf(text: string): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = (PARTS.exec(text) ?? []).map((part) =>
    Number.parseInt(part ?? '0', 10),
  );
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}

const PARTS = /^P(\d+D)?(?:T(\d+H)?(\d+M)?(\d+S)?)?$/;
