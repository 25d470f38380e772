import type { HostedFunction } from './bindings/functions.ts';
import { messageOf } from './errors.ts';
import { emptyAnswer, type HttpAnswer, type HttpCall, jsonAnswer } from './http/message.ts';

export interface AdminContext {
  readonly id: string;
  readonly functions: readonly HostedFunction[];
  /** As the host reports itself. */
  status(): string;
  /** Runs a function with an input of one's own. */
  run(hosted: HostedFunction, input: string): Promise<unknown>;
}

/** The host's own routes under `/admin`: its status, and a function run by hand. Undefined when the call is for the app. */
export function answerAdmin(call: HttpCall, context: AdminContext): HttpAnswer | undefined {
  const [, area, ...rest] = (call.target.split('?', 1)[0] ?? '').split('/');
  if (area?.toLowerCase() !== 'admin') return undefined;
  const path = rest.join('/').toLowerCase();
  if (call.method === 'GET' && path === 'host/status') return hostStatus(context);
  const [kind, name] = rest;
  if (call.method === 'POST' && kind?.toLowerCase() === 'functions' && rest.length === 2)
    return runByHand(call, context, name ?? '');
  return emptyAnswer(404);
}

function hostStatus({ id, status }: AdminContext): HttpAnswer {
  return jsonAnswer(200, {
    id,
    state: status(),
    version: '4.1041.0',
    versionDetails: 'local',
    processUptime: Math.round(process.uptime() * 1000),
  });
}

/** Answers 202 at once: the function's outcome is in the log. */
function runByHand(call: HttpCall, { functions, run }: AdminContext, name: string): HttpAnswer {
  const hosted = functions.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!hosted) return emptyAnswer(404);
  let input: string;
  try {
    input = readInput(call.body);
  } catch (error) {
    return jsonAnswer(400, { error: messageOf(error) });
  }
  // The invocation logs its failure.
  run(hosted, input).catch(() => undefined);
  return emptyAnswer(202);
}

function readInput(body: Uint8Array | undefined): string {
  if (!body?.length) return '';
  const parsed: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
  const { input = '' } = typeof parsed === 'object' && parsed !== null ? (parsed as { input?: unknown }) : {};
  return typeof input === 'string' ? input : JSON.stringify(input);
}
