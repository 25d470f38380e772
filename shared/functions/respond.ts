import type { HttpResponseInit } from '@azure/functions';
import type { AnyAnswer } from './answers.ts';
import { csvText } from './csv.ts';

/** The answer as the Functions host takes it. */
export async function respond(answer: AnyAnswer, correlationId: string): Promise<HttpResponseInit> {
  const common = { 'x-correlation-id': correlationId, 'cache-control': 'no-store' };
  switch (answer.kind) {
    case 'body': {
      const headers = { ...common, ...answer.headers };
      if (answer.status === 204) return { status: 204, headers };
      return {
        status: answer.status,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(answer.body),
      };
    }
    case 'text':
      return { status: 200, headers: { ...common, ...AS_TEXT }, body: answer.text };
    case 'not-modified':
      return { status: 304, headers: { ...common, 'cache-control': 'private, no-cache', etag: answer.etag } };
    case 'csv':
      return {
        status: 200,
        headers: {
          ...common,
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${answer.fileName}"`,
        },
        body: await csvText(answer),
      };
  }
}

const AS_TEXT = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
