import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from '../evidence.ts';
import { type Exchange, isAccepted, isAnswered } from '../exchange.ts';
import { TENANTS } from '../load.ts';
import { toldCommand } from '../trace.ts';

/** Every accepted call has its effect exactly once, every refused one has none, and there is no effect without a call. */
export function* effectOnce(evidence: Evidence): Iterable<string> {
  for (const exchange of evidence.exchanges) yield* brokenBy(evidence, exchange);
  for (const tenant of TENANTS) yield* unaccounted(evidence, evidence.callers.tenantId(tenant));
}

function* brokenBy({ picture, callers }: Evidence, exchange: Exchange): Iterable<string> {
  const { number, command, key } = exchange;
  const tenantId = callers.tenantId(command.tenant);
  // What follows from an enrolment elsewhere (groups, profiles) goes under the same correlation.
  const ofTenant = ({ aggregate }: { readonly aggregate: string }) => aggregate === `tenant:${tenantId}`;
  const records = picture
    .of('device-registration', 'audit', tenantId)
    .filter((document) => ofTenant(document) && document.record.correlationId === key).length;
  const events = picture
    .of('device-registration', 'event', tenantId)
    .filter((document) => ofTenant(document) && document.event.correlationid === key).length;
  const [least, most] = effectsOf(exchange);
  if (!isAnswered(exchange)) yield `Call ${number} was never answered.`;
  if (records !== events) yield `Call ${number} left ${records} audit records and ${events} events.`;
  if (records < least || records > most)
    yield `Call ${number} (${toldCommand(command)}) had its effect ${records} times and was answered ${answersOf(exchange)}.`;
}

function answersOf({ answers }: Exchange): string {
  return answers.map(({ status, body }) => `${status} ${body['code'] ?? ''}`.trim()).join(', ');
}

/** A change is made upon what its caller has read, or not at all. */
export function* changesWhatWasRead({ exchanges, picture, callers }: Evidence): Iterable<string> {
  for (const { number, command, key, read, request } of exchanges) {
    const { enrolledAt: _, ...seen } = Object(read);
    for (const { event } of picture.of('device-registration', 'event', callers.tenantId(command.tenant)))
      if (read && event.correlationid === key && !isDeepStrictEqual(event.data, { ...seen, ...request.body }))
        yield `Call ${number} changed what its caller had not read: ${JSON.stringify(event.data)}`;
  }
}

/** To let a tenant rest that rests already is accepted, and changes nothing. */
function effectsOf(exchange: Exchange): readonly [least: number, most: number] {
  if (!isAccepted(exchange)) return [0, 0];
  switch (exchange.command.kind) {
    case 'enrol':
    case 'change':
      return [1, 1];
    case 'suspend':
    case 'resume':
    case 'off-board':
      return [0, 1];
  }
}

/** Each version of a tenant has one event and one audit record. */
function* unaccounted({ picture }: Evidence, tenantId: string): Iterable<string> {
  const own = picture
    .all('device-registration', tenantId)
    .filter(({ aggregate }) => aggregate === `tenant:${tenantId}`);
  const version = own.flatMap((document) => (document.kind === 'state' ? document.version : []))[0] ?? 0;
  const events = own.flatMap((document) => (document.kind === 'event' ? document.event.sequence : []));
  const records = own.flatMap((document) => (document.kind === 'audit' ? document.record.version : []));
  const versions = Array.from({ length: version }, (_, at) => at + 1);
  for (const told of [events, records])
    if (
      !isDeepStrictEqual(
        told.toSorted((a, b) => a - b),
        versions,
      )
    )
      yield `Tenant ${tenantId} is at version ${version}, and the versions told of are ${told.join(', ')}.`;
}
