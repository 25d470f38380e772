/** One thing that a service has to do, shown through its public SDK. Group and names together read as a feature list. */
export interface Check<E> {
  readonly group: string;
  readonly name: string;
  /** It turns switches that only the stand-in has, on one that it starts itself; against any other service it is skipped. */
  readonly needs?: 'stand-in';
  /** Rejects when the service does something else. */
  run(environment: E): Promise<void>;
}

export type CheckResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface CheckTally {
  readonly passed: number;
  readonly skipped: number;
  readonly failed: number;
}

export interface RunOptions<E> {
  readonly environment: E;
  /** Whether the environment is our own stand-in. */
  readonly isStandIn: boolean;
  report(check: Check<E>, result: CheckResult): void;
}

/** Runs the checks one after the other, since they share the entities of the environment. */
export async function runChecks<E>(checks: readonly Check<E>[], options: RunOptions<E>): Promise<CheckTally> {
  const tally = { passed: 0, skipped: 0, failed: 0 };
  for (const check of checks) {
    const result = await runCheck(check, options);
    tally[result.kind]++;
    options.report(check, result);
  }
  return tally;
}

const LONGEST_MS = 60_000;

async function runCheck<E>(check: Check<E>, { environment, isStandIn }: RunOptions<E>): Promise<CheckResult> {
  if (check.needs === 'stand-in' && !isStandIn) return { kind: 'skipped' };
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It did not end within ${LONGEST_MS / 1000} s.`)), LONGEST_MS);
  });
  try {
    await Promise.race([check.run(environment), tooLong]);
    return { kind: 'passed' };
  } catch (error) {
    return { kind: 'failed', error };
  } finally {
    clearTimeout(timer);
  }
}
