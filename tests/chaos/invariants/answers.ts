import type { Evidence } from '../evidence.ts';
import { isAccepted, isTrespasser } from '../exchange.ts';

/** A call that is repeated after it was accepted is given the same answer. After a refusal it may be tried anew. */
export function* answersAlike({ exchanges }: Evidence): Iterable<string> {
  for (const { number, answers } of exchanges) {
    const accepted = answers.findIndex(({ status }) => status < 300);
    if (accepted < 0) continue;
    const different = new Set(answers.slice(accepted).map(({ status, body }) => JSON.stringify([status, body])));
    if (different.size > 1)
      yield `Call ${number} was answered in ${different.size} ways: ${[...different].join(' | ')}`;
  }
}

/** Whatever the weather, nobody is told of an error that nobody has thought of. */
export function* nothingUnexpected({ exchanges }: Evidence): Iterable<string> {
  for (const { number, answers } of exchanges)
    for (const { status, body } of answers)
      if (status >= 500) yield `Call ${number} was answered ${status} ${JSON.stringify(body)}`;
}

/** The operators of one tenant can neither change nor even find another. */
export function* trespassRefused({ exchanges }: Evidence): Iterable<string> {
  for (const exchange of exchanges.filter(isTrespasser)) {
    if (isAccepted(exchange)) yield `Call ${exchange.number} of another tenant's operator was accepted.`;
    for (const { body } of exchange.answers)
      if (body['code'] !== 'tenant-unknown') yield `Call ${exchange.number} taught a stranger ${JSON.stringify(body)}`;
  }
}
