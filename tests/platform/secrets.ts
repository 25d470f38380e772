/** Texts that open something, as they look wherever they lie. A bare `AccountKey=` is what the SDKs look for, and no secret. */
const SECRETS = {
  /** 64 bytes in Base64: Cosmos DB, storage, and the stand-in's key, which the emulator has made known. */
  'account key': /[A-Za-z0-9+/]{86}==/,
  /** 32 bytes in Base64. */
  'bus key': /SharedAccessKey=[A-Za-z0-9+/]{43}=/,
  'access signature': /[?&]sig=[A-Za-z0-9%+/]{40}/,
  /** As secret scanners know those of Entra (gitleaks, `azure-ad-client-secret`). */
  'client secret': /[\w~.]{3}\dQ~[\w~.-]{31}/,
  'supplier key': /whsec_[A-Za-z0-9+/]{20}/,
  'private key': /PRIVATE KEY-----(?:\s|\\[rn])+[A-Za-z0-9+/]{40}/,
  token: /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\./,
} as const satisfies Readonly<Record<string, RegExp>>;

/** Kinds of secrets that a text carries. */
export function secretsIn(text: string): string[] {
  return Object.entries(SECRETS).flatMap(([kind, pattern]) => (pattern.test(text) ? [kind] : []));
}

const base64 = (bytes: number): string => Buffer.alloc(bytes, 'not a secret').toString('base64');
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** One of each kind, of no use to anybody; put together here, so that no scanner takes them for real. */
export const planted = {
  'account key': `AccountEndpoint=https://omd.example.org/;AccountKey=${base64(64)}`,
  'bus key': `Endpoint=sb://omd.example.org/;SharedAccessKeyName=root;SharedAccessKey=${base64(32)}`,
  'access signature': `https://omd.example.org/seals?sv=2024-01-01&sig=${encodeURIComponent(base64(32))}`,
  'client secret': `abc8Q~${'x'.repeat(34)}`,
  'supplier key': `whsec_${base64(24)}`,
  'private key': `-----BEGIN PRIVATE KEY-----\n${base64(48)}`,
  token: `${base64url({ alg: 'RS256', kid: 'none' })}.${base64url({ name: 'Ada', roles: [] })}.`,
} satisfies Readonly<Record<keyof typeof SECRETS, string>>;
