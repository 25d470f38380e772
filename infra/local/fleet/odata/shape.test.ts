import { expect, it } from 'vitest';
import type { Call } from '../graph/call.ts';
import { parseQuery } from './query.ts';
import { renderer, shape } from './shape.ts';

const source = shape<string, { serviceSource?: string }>({
  type: 'microsoft.graph.security.alert',
  properties: { serviceSource: { of: (value) => value, enumeration: 'security.serviceSource' } },
});

function rendered(value: string, headers: Record<string, string> = {}) {
  const call = { query: parseQuery(new URLSearchParams()), headers: new Headers(headers), version: 'v1.0' };
  return renderer(source, call as Call, 'list')(value)['serviceSource'];
}

it('hides members of an enumeration that are newer than its sentinel from those who do not ask for them', () => {
  expect(rendered('microsoftDefenderForIdentity')).toBe('microsoftDefenderForIdentity');
  expect(rendered('microsoftDefenderForCloud')).toBe('unknownFutureValue');
  const prefer = { prefer: 'include-unknown-enum-members' };
  expect(rendered('microsoftDefenderForCloud', prefer)).toBe('microsoftDefenderForCloud');
});
