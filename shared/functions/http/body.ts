import type { HttpRequest } from '@azure/functions';
import type { Endpoint } from '../../contracts/http/endpoint.ts';
import { refuse } from '../problems.ts';
import { parseJsonBytes } from './json.ts';

const DEFAULT_LIMIT_BYTES = 1024 * 1024;

/** The body as the endpoint takes it: bytes for `raw`, a JSON value otherwise, undefined when nothing was sent. */
export async function readBody(request: HttpRequest, endpoint: Endpoint): Promise<unknown> {
  if (!endpoint.body) return undefined;
  const bytes = await readBytes(request, endpoint.bodyLimitBytes ?? DEFAULT_LIMIT_BYTES);
  if (endpoint.body === 'raw') return bytes;
  if (bytes.length === 0) return undefined;
  demandJson(request);
  return parseJsonBytes(bytes);
}

async function readBytes(request: HttpRequest, limitBytes: number): Promise<Buffer> {
  const tooLarge = () => refuse('body-too-large', `The body may have ${limitBytes} bytes.`, { detail: { limitBytes } });
  if (Number(request.headers.get('content-length')) > limitBytes) throw tooLarge();
  const bytes = Buffer.from(await request.arrayBuffer());
  if (bytes.length > limitBytes) throw tooLarge();
  return bytes;
}

function demandJson(request: HttpRequest): void {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type))
    throw refuse('media-type-unsupported', 'Send the body as application/json.');
}
