import type { Answer } from './call.ts';

export type ReadAnswer =
  | ({ readonly kind: 'answer' } & Answer)
  /** HTML of a proxy, broken or endless JSON. */
  | { readonly kind: 'unreadable'; readonly status: number; readonly headers: Headers }
  /** It broke off in the middle. */
  | { readonly kind: 'cut-off' };

/** A thousand devices with all their fields have about four. */
const LONGEST_BYTES = 32 * 1024 * 1024;

/** Reads a body of at most 32 MB by its content type: JSON, plain text, or none. */
export async function readAnswer(response: Response): Promise<ReadAnswer> {
  const { status, headers } = response;
  const text = await readText(response).catch(() => null);
  if (text === null) return { kind: 'cut-off' };
  if (text === undefined) return { kind: 'unreadable', status, headers };
  if (text === '') return { kind: 'answer', status, headers, body: undefined };
  const type = headers.get('content-type') ?? '';
  if (/^text\/plain\b/i.test(type)) return { kind: 'answer', status, headers, body: text };
  try {
    return { kind: 'answer', status, headers, body: JSON.parse(text) };
  } catch {
    return { kind: 'unreadable', status, headers };
  }
}

/** Undefined when it is longer than may be. */
async function readText({ body }: Response): Promise<string | undefined> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LONGEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  // Takes a byte order mark away, which JSON does not allow.
  return new TextDecoder().decode(Buffer.concat(chunks));
}
