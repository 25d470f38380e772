import { join } from 'node:path';
import { app, type HttpResponseInit } from '@azure/functions';
import { LOCAL_CONFIG } from '../../../shared/contracts/http/console-config.ts';
import { pageHeaders } from '../../../shared/pages/page-headers.ts';
import { serveFile } from '../../../shared/pages/static-files.ts';
import { configOf } from './config.ts';

/** Beside the bundle, which is in `dist/`. */
const PAGES = join(__dirname, '../pages');

const problem = (status: number, code: string, detail: string): HttpResponseInit => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  body: JSON.stringify({ type: `urn:omd:problem:${code}`, title: code, status, code, detail }),
});

app.http('config', {
  route: 'config.json',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async () => {
    const config = configOf(process.env);
    if (typeof config === 'string') return problem(503, 'settings-missing', config);
    return { jsonBody: config, headers: { 'cache-control': 'no-store' } };
  },
});

// The host asks functions for a route in the order of their names, and this one takes every path.
app.http('zz-pages', {
  route: '{*path}',
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  handler: async (request) => {
    const config = configOf(process.env);
    const file = await serveFile(PAGES, request);
    if (!file) return problem(404, 'unknown-path', 'There is no such page.');
    const headers = pageHeaders(typeof config === 'string' ? LOCAL_CONFIG : config);
    return { body: request.method === 'HEAD' ? '' : file.body, headers: { ...file.headers, ...headers } };
  },
});
