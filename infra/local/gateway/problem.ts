/** What went wrong, for people and programs (RFC 9457); `code` is stable, `detail` says what to do about it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

export const PROBLEM_TYPE = 'application/problem+json';

export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', ...problem }), {
    status: problem.status,
    headers: { ...headers, 'content-type': PROBLEM_TYPE },
  });
}
