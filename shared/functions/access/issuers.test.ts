import { describe, expect, it } from 'vitest';
import { identityIssuers } from './issuers.ts';

const local = {
  kind: 'local',
  issuer: 'http://127.0.0.1:7071/identity',
  audience: 'omd-local',
  jwksUri: 'http://127.0.0.1:7071/identity/keys',
};
const entra = {
  kind: 'entra',
  entraTenantId: '7f1d2c3b-4a59-4e68-8b77-0c1d2e3f4a5b',
  audience: 'api://omd',
  platform: true,
};
const read = (rows: unknown, environment: Record<string, string> = {}) =>
  identityIssuers.read({ ...environment, IDENTITY_ISSUERS: JSON.stringify(rows) });

describe('an issuer of Entra', () => {
  it('has its name and its keys built from the row', () => {
    expect(read([entra])).toEqual({
      value: [
        {
          kind: 'entra',
          entraTenantId: entra.entraTenantId,
          audience: 'api://omd',
          platform: true,
          issuer: `https://login.microsoftonline.com/${entra.entraTenantId}/v2.0`,
          jwksUri: `https://login.microsoftonline.com/${entra.entraTenantId}/discovery/v2.0/keys`,
        },
      ],
    });
  });

  it('may be of another cloud, never without TLS', () => {
    expect(read([{ ...entra, authority: 'https://login.partner.microsoftonline.cn' }])).toMatchObject({
      value: [{ issuer: `https://login.partner.microsoftonline.cn/${entra.entraTenantId}/v2.0` }],
    });
    expect(read([{ ...entra, authority: 'http://login.microsoftonline.com' }])).toHaveProperty('problem');
  });
});

describe('a local issuer', () => {
  it('is taken on this machine', () => {
    expect(read([local])).toEqual({ value: [local] });
    expect(read([{ ...local, issuer: 'http://[::1]:7071/identity' }])).toHaveProperty('value');
  });

  it.each(['WEBSITE_INSTANCE_ID', 'WEBSITE_SITE_NAME', 'WEBSITE_HOSTNAME', 'IDENTITY_ENDPOINT', 'MSI_ENDPOINT'])(
    'is refused where %s shows that this is Azure',
    (mark) => {
      expect(read([local], { [mark]: 'x' })).toEqual({
        problem: `a local issuer cannot be set in Azure (${mark} is present)`,
      });
      expect(read([entra], { [mark]: 'x' })).toHaveProperty('value');
    },
  );

  it.each([
    'https://127.0.0.1:7071/identity',
    'http://localhost:7071/identity',
    'http://127.0.0.1.example.com/identity',
    'http://identity.example/identity',
    'http://10.0.0.1/identity',
    'not a URL',
  ])('is refused at %s', (url) => {
    expect(read([{ ...local, issuer: url }])).toHaveProperty('problem');
    expect(read([{ ...local, jwksUri: url }])).toHaveProperty('problem');
  });

  it('has an audience of its own', () => {
    expect(read([{ ...local, audience: 'api://omd' }])).toHaveProperty('problem');
  });
});

describe('the list of issuers', () => {
  it('has no place for both kinds, and never is empty: there is no anonymous mode', () => {
    expect(read([local, entra])).toEqual({ problem: 'local and Entra issuers exclude each other' });
    expect(read([{ ...entra, platform: false }])).toEqual({
      problem: 'no row is the home of those who run the product: one must say "platform": true',
    });
    expect(read([])).toEqual({ problem: 'no issuer at all: there is no anonymous mode' });
    expect(identityIssuers.read({})).toEqual({ problem: 'is missing' });
    expect(identityIssuers.read({ IDENTITY_ISSUERS: '[' })).toEqual({ problem: 'is not JSON' });
  });
});
