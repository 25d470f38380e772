import { app, HttpResponse } from '@azure/functions';

app.http('a-people', {
  methods: ['GET', 'POST'],
  authLevel: 'anonymous',
  route: 'people/{id:int}/{tab?}',
  handler: async (request) => ({ jsonBody: { params: request.params, url: request.url } }),
});

app.http('b-items', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'items/{id}',
  handler: (request) => ({ jsonBody: { function: 'b-items', params: request.params } }),
});

// Comes after b-items by name, which takes its path.
app.http('C-special', {
  methods: ['GET', 'DELETE'],
  authLevel: 'anonymous',
  route: 'items/special',
  handler: () => ({ jsonBody: { function: 'C-special' } }),
});

app.http('d-files', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'files/{*path}',
  handler: (request) => ({ jsonBody: request.params }),
});

app.http('e-pictures', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'pictures/{name}.{extension}',
  handler: (request) => ({ jsonBody: request.params }),
});

app.http('f-numbered', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'numbered/{id:range(1,9)}',
  handler: (request) => ({ jsonBody: { kind: 'number', ...request.params } }),
});

app.http('g-named', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'numbered/{name}',
  handler: (request) => ({ jsonBody: { kind: 'name', ...request.params } }),
});

app.http('unrouted', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'by its name' }) });

app.http('echo', {
  methods: ['GET', 'POST', 'PUT'],
  authLevel: 'anonymous',
  route: 'echo',
  handler: async (request, context) => ({
    jsonBody: {
      method: request.method,
      query: Object.fromEntries(request.query),
      headers: Object.fromEntries(request.headers),
      bytes: [...new Uint8Array(await request.arrayBuffer())],
      traceParent: context.traceContext?.traceParent,
      traceState: context.traceContext?.traceState,
      hasTriggerMetadata: context.triggerMetadata !== undefined,
    },
  }),
});

app.http('answers', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'answers/{kind}',
  handler: async (request): Promise<HttpResponse> => (await answer(request.params['kind'])) as HttpResponse,
});

function answer(kind: string | undefined): unknown {
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'null':
      return null;
    case 'text':
      return 'a text instead of a response';
    case 'number':
      return 42;
    case 'throws':
      throw new Error('the handler failed');
    case 'bytes':
      return { body: new Uint8Array([0, 255, 128]), headers: { 'content-type': 'application/octet-stream' } };
    case 'json':
      return { status: 201, jsonBody: { ok: true }, headers: { 'x-own': 'header' } };
    case 'response':
      return new HttpResponse({ status: 202, body: 'accepted' });
    case 'no-content':
      return { status: 204, body: 'never sent' };
    case 'cookies':
      return {
        cookies: [
          { name: 'plain', value: 'a b' },
          {
            name: 'full',
            value: 'x',
            path: '/p',
            domain: 'd.test',
            maxAge: 60,
            secure: true,
            httpOnly: true,
            sameSite: 'Strict',
          },
        ],
      };
    case 'unsendable':
      return { cookies: [{ name: 'path', value: 'x', path: '/line\nbreak' }] };
    case 'wrong-cookie':
      return { cookies: [{ name: 'number', value: 1 }] };
    default:
      return { status: 418, body: kind };
  }
}
