import type * as z from 'zod';
import type { Endpoint } from '../../../shared/contracts/http/endpoint.ts';
import { PAGE_LIMIT } from '../../../shared/contracts/http/lists.ts';
import type { Answer, AskOptions, Person } from './person.ts';

/** An endpoint that is read. */
type Readable = Endpoint & { readonly answers: { readonly 200: z.ZodType } };

/** What it answers with. */
export type Read<E extends Readable> = z.output<E['answers'][200]>;

/** One line of a list. */
type Line<E extends Readable> = Read<E> extends { readonly items: readonly (infer T)[] } ? T : never;

/** For the path, and the rest as a query. */
type Parameters = Readonly<Record<string, string | number>>;

/** The product did not answer as it should. */
export class Unanswered extends Error {
  readonly code = 'unanswered';
}

/** Reads what an endpoint promises. Throws Unanswered for any other answer than 200 in the published form. */
export async function read<E extends Readable>(who: Person, endpoint: E, parameters: Parameters): Promise<Read<E>> {
  const path = addressOf(endpoint, parameters);
  const { status, body } = await who('GET', path);
  if (status !== 200) throw new Unanswered(`${path} is answered with ${status} ${body['code'] ?? ''}`);
  const { data, error } = endpoint.answers[200].safeParse(body);
  if (error) throw new Unanswered(`${path} is answered in another form than published: ${error.message}`);
  return data as Read<E>;
}

/** Reads a list to its end. Throws Unanswered. */
export async function readAll<E extends Readable>(
  who: Person,
  endpoint: E,
  parameters: Parameters,
): Promise<readonly Line<E>[]> {
  const lines: Line<E>[] = [];
  let after: string | undefined;
  do {
    const asked = { limit: PAGE_LIMIT, ...parameters, ...(after !== undefined && { after }) };
    const page = (await read(who, endpoint, asked)) as { readonly items: readonly Line<E>[]; readonly next?: string };
    lines.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return lines;
}

/** What is asked for, and the key under which it is asked for once, however often the request is sent. */
export interface Order extends Pick<AskOptions, 'body' | 'file'> {
  readonly key?: string;
}

/** Asks for a change that an endpoint offers. Returns the body of its success. Throws Unanswered for anything else. */
export async function order(
  who: Person,
  endpoint: Endpoint,
  parameters: Parameters,
  { key, ...content }: Order,
): Promise<Answer['body']> {
  const path = addressOf(endpoint, parameters);
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  const answer = await who(endpoint.method, path, { ...content, headers });
  if (answer.status in endpoint.answers) return answer.body;
  throw new Unanswered(`${endpoint.method} ${path} is answered with ${answer.status} ${answer.body['code'] ?? ''}`);
}

/** The path of an endpoint; parameters that are no part of it become its query. */
export function addressOf({ path }: Pick<Endpoint, 'path'>, parameters: Parameters): string {
  const query = new URLSearchParams();
  let address: string = path;
  for (const [name, value] of Object.entries(parameters))
    if (address.includes(`{${name}}`)) address = address.replace(`{${name}}`, encodeURIComponent(value));
    else query.set(name, String(value));
  return query.size > 0 ? `${address}?${query}` : address;
}
