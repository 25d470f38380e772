import * as z from 'zod';
import { type Environment, type Setting, setting } from '../settings/settings.ts';

/** Of the local ground: plain HTTP on a loopback address, and an audience that no verifier set up for Entra takes. */
const localIssuer = z.strictObject({
  kind: z.literal('local'),
  issuer: z.string().refine(isLoopback, 'a local issuer is http: on 127.0.0.1 or [::1], names are refused'),
  audience: z.literal('omd-local'),
  jwksUri: z.string().refine(isLoopback, 'keys of a local issuer are on http://127.0.0.1 or http://[::1]'),
});

/** One Entra tenant whose people and applications may call. Issuer and key address are built from this row, never from a token. */
const entraIssuer = z
  .strictObject({
    kind: z.literal('entra'),
    entraTenantId: z.guid(),
    audience: z.string().min(1).max(256),
    /** Home of those who run the product: they alone enrol tenants and see what belongs to none. */
    platform: z.boolean().default(false),
    authority: z.url({ protocol: /^https$/ }).default('https://login.microsoftonline.com'),
  })
  .transform(({ kind, entraTenantId, audience, platform, authority }) => {
    const base = new URL(`/${entraTenantId}/`, authority).href;
    return { kind, entraTenantId, audience, platform, issuer: `${base}v2.0`, jwksUri: `${base}discovery/v2.0/keys` };
  });

const issuers = z
  .array(z.union([localIssuer, entraIssuer]))
  .min(1, 'no issuer at all: there is no anonymous mode')
  .max(1000)
  .refine((rows) => new Set(rows.map(({ kind }) => kind)).size < 2, 'local and Entra issuers exclude each other')
  .refine(
    (rows) => rows.length === 0 || rows.some((row) => row.kind === 'local' || row.platform),
    'no row is the home of those who run the product: one must say "platform": true',
  );

export type IssuerRow = z.output<typeof issuers>[number];

const declared = setting(
  'IDENTITY_ISSUERS',
  'JSON list of those whose tokens are accepted, one row per Entra tenant.',
  z.string('is missing').transform(asJson).pipe(issuers),
);

/** The rows of `IDENTITY_ISSUERS`. A local issuer is refused wherever a mark of Azure stands in the environment. */
export const identityIssuers: Setting<IssuerRow[]> = {
  ...declared,
  read(environment) {
    const rows = declared.read(environment);
    if (!('value' in rows) || rows.value.every(({ kind }) => kind === 'entra')) return rows;
    const mark = azureMark(environment);
    return mark ? { problem: `a local issuer cannot be set in Azure (${mark} is present)` } : rows;
  },
};

function azureMark(environment: Environment): string | undefined {
  return Object.keys(environment).find((name) => /^(WEBSITE_|IDENTITY_ENDPOINT$|MSI_ENDPOINT$)/.test(name));
}

function isLoopback(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === '[::1]');
}

function asJson(text: string, issues: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    issues.addIssue('is not JSON');
    return z.NEVER;
  }
}
