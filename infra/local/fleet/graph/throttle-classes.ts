/** What one window of a limit counts. */
export interface Limit {
  /** Whose calls are counted together. */
  readonly per: 'tenant' | 'app';
  readonly counts: 'calls' | 'writes' | 'units';
  readonly limit: number;
  readonly seconds: number;
}

export interface ThrottleRules {
  /** Which service stands behind the path: it decides the shape of errors. */
  readonly service: 'intune' | 'directory' | 'security' | 'defender' | 'other';
  readonly limits: readonly Limit[];
  /** Whether a 429 says how long to wait. */
  readonly retryAfter: 'always' | 'sometimes' | 'never';
}

const per = (who: Limit['per'], counts: Limit['counts'], limit: number, seconds: number): Limit => ({
  per: who,
  counts,
  limit,
  seconds,
});

/** The published limits of Graph (learn.microsoft.com/graph/throttling-limits) and of the Defender API. */
export const throttleClasses = {
  intuneDevices: {
    service: 'intune',
    limits: [
      per('tenant', 'calls', 4_000, 20),
      per('app', 'calls', 2_000, 20),
      per('tenant', 'writes', 400, 20),
      per('app', 'writes', 200, 20),
    ],
    retryAfter: 'sometimes',
  },
  intuneConfiguration: {
    service: 'intune',
    limits: [
      per('tenant', 'calls', 2_000, 20),
      per('app', 'calls', 1_000, 20),
      per('tenant', 'writes', 200, 20),
      per('app', 'writes', 100, 20),
    ],
    retryAfter: 'sometimes',
  },
  intuneExports: {
    service: 'intune',
    limits: [per('tenant', 'writes', 100, 60), per('app', 'writes', 48, 60)],
    retryAfter: 'sometimes',
  },
  directory: {
    service: 'directory',
    limits: [per('app', 'units', 8_000, 10), per('app', 'writes', 3_000, 150), per('tenant', 'writes', 18_000, 300)],
    retryAfter: 'always',
  },
  reports: { service: 'other', limits: [per('app', 'calls', 5, 10)], retryAfter: 'sometimes' },
  conditionalAccess: { service: 'directory', limits: [per('tenant', 'calls', 1, 1)], retryAfter: 'never' },
  security: { service: 'security', limits: [per('app', 'calls', 150, 60)], retryAfter: 'sometimes' },
  serviceHealth: {
    service: 'other',
    limits: [per('app', 'calls', 240, 60), per('app', 'calls', 800, 3_600)],
    retryAfter: 'always',
  },
  defender: {
    service: 'defender',
    limits: [per('app', 'calls', 100, 60), per('app', 'calls', 1_500, 3_600)],
    retryAfter: 'sometimes',
  },
  /** No limit is published for these; this is what we assume. */
  unpublished: { service: 'other', limits: [per('app', 'calls', 1_000, 20)], retryAfter: 'always' },
} as const satisfies Readonly<Record<string, ThrottleRules>>;

export type ThrottleClass = keyof typeof throttleClasses;
