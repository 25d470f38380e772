import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CORE_SETTINGS, cosmos, requestsPerMinute, serviceBus } from './core.ts';
import { readSettings, setting } from './settings.ts';

const local = {
  ServiceBus: 'Endpoint=sb://127.0.0.1:5672;SharedAccessKeyName=k;SharedAccessKey=s3cret',
  Cosmos: 'AccountEndpoint=http://127.0.0.1:8081/;AccountKey=s3cret',
  COSMOS_DATABASE: 'omd',
  IDENTITY_ISSUERS: JSON.stringify([
    {
      kind: 'local',
      issuer: 'http://127.0.0.1:7071/identity',
      audience: 'omd-local',
      jwksUri: 'http://127.0.0.1:7071/identity/keys',
    },
  ]),
};

function problemsOf(environment: Record<string, string>): Record<string, string> {
  const read = readSettings(CORE_SETTINGS, environment);
  return 'problems' in read ? Object.fromEntries(read.problems.map(({ name, problem }) => [name, problem])) : {};
}

describe('settings', () => {
  it('are read once they are right', () => {
    const read = readSettings(CORE_SETTINGS, local);
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    expect(read.settings.get(serviceBus)).toEqual({ connectionString: local.ServiceBus });
    expect(read.settings.get(requestsPerMinute)).toBe(6000);
  });

  it('take the names of a managed identity where there is no connection string', () => {
    const { ServiceBus: _, Cosmos: __, ...rest } = local;
    const read = readSettings(CORE_SETTINGS, {
      ...rest,
      ServiceBus__fullyQualifiedNamespace: 'omd.servicebus.windows.net',
      Cosmos__accountEndpoint: 'https://omd.documents.azure.com:443/',
      Cosmos__clientId: 'c0ffee',
    });
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    expect(read.settings.get(serviceBus)).toEqual({ fullyQualifiedNamespace: 'omd.servicebus.windows.net' });
    expect(read.settings.get(cosmos)).toEqual({
      accountEndpoint: 'https://omd.documents.azure.com:443/',
      clientId: 'c0ffee',
    });
  });

  it('are complained of all at once when nothing is set', () => {
    expect(problemsOf({})).toEqual({
      ServiceBus: 'is missing, and so is ServiceBus__fullyQualifiedNamespace',
      Cosmos: 'is missing, and so is Cosmos__accountEndpoint',
      COSMOS_DATABASE: 'is missing',
      IDENTITY_ISSUERS: 'is missing',
    });
  });

  it('are never repeated in a complaint', () => {
    const wrong = {
      ...local,
      ServiceBus: 's3cret',
      Cosmos: 's3cret',
      COSMOS_DATABASE: 's3cret s3cret',
      REQUESTS_PER_MINUTE: 's3cret',
      LOG_FORMAT: 's3cret',
      IDENTITY_ISSUERS: 's3cret',
    };
    const problems = problemsOf(wrong);
    expect(Object.keys(problems)).toHaveLength(6);
    expect(JSON.stringify(problems)).not.toContain('s3cret');
  });

  it('are given only to a service that declares them', () => {
    const read = readSettings([], {});
    if ('problems' in read) throw new Error('nothing is declared');
    expect(() => read.settings.get(setting('OTHER', 'Another.', z.string()))).toThrow('OTHER is not declared');
  });
});
