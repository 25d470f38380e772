import { readFile, writeFile } from 'node:fs/promises';
import { argv, exit, stderr } from 'node:process';
import { pathToFileURL } from 'node:url';
import { SERVICES } from '../../contracts/events/topology.ts';
import { approvalEndpoints } from '../../contracts/http/approvals.ts';
import { deadLetterEndpoints } from '../../contracts/http/dead-letters.ts';
import type { Endpoint, Endpoints } from '../../contracts/http/endpoint.ts';
import { operationEndpoints } from '../../contracts/http/operations.ts';
import { COMMON_PROBLEMS } from '../../contracts/http/problem.ts';
import { recordEndpoints } from '../../contracts/http/records.ts';
import { allows, PERMISSIONS, ROLES, type Role } from '../../contracts/http/roles.ts';
import { serviceEndpoints } from '../../contracts/http/service-endpoints.ts';
import { tenantEndpoints } from '../../contracts/http/tenants.ts';

const FILE = new URL('../../contracts/http/README.md', import.meta.url);
const [FIRST] = SERVICES;

/** The tables of endpoints, in the order of the reference. */
export const TABLES: readonly (readonly [title: string, endpoints: Endpoints])[] = [
  ['Tenants', tenantEndpoints],
  ['Every service: about itself', serviceEndpoints(FIRST)],
  ['Every service: records of a tenant', recordEndpoints(FIRST)],
  ['Every service: operations', operationEndpoints(FIRST)],
  ['Every service: dead letters', deadLetterEndpoints(FIRST)],
  ['Every service: approvals', approvalEndpoints(FIRST)],
];

/** The reference page of the HTTP interface, as Markdown. */
export function referencePage(): string {
  return `${[HEAD, ...TABLES.map(section), rolesSection(), problemsSection()].join('\n\n')}\n`;
}

const HEAD = `# The HTTP interface

Made from the endpoint tables in this folder by \`shared/functions/openapi/reference.ts\`. Each service answers its OpenAPI 3.1
document, made from the same tables, at \`/api/v1/<service>/openapi.json\`; \`${FIRST}\` stands for any of them below.

Bodies are JSON, errors RFC 9457 problem documents with a stable \`code\`. Lists are \`{ items, next? }\`; \`next\` goes back as
\`after\`. Lists marked CSV answer \`text/csv\` to those who accept it. Writes take an \`Idempotency-Key\`.`;

function section([title, endpoints]: readonly [string, Endpoints]): string {
  const rows = Object.entries(endpoints).map(([operation, endpoint]) => row(operation, endpoint));
  return [`## ${title}`, '', '| operation | | permission | refusals of its own |', '|---|---|---|---|', ...rows].join(
    '\n',
  );
}

function row(operation: string, endpoint: Endpoint): string {
  const { method, path, summary, access, errors = {}, csv, ifMatch } = endpoint;
  const notes = [summary, ...(csv ? ['CSV.'] : []), ...(ifMatch ? ['Demands `If-Match`.'] : [])].join(' ');
  const who = 'public' in access ? `none: ${access.public}` : `\`${access.permission}\``;
  const own = Object.entries(errors).map(([code, status]) => `${status} \`${code}\``);
  return `| \`${operation}\` | \`${method} ${path}\`<br>${notes} | ${who} | ${own.join(', ')} |`;
}

function rolesSection(): string {
  const line = (role: string) =>
    `| ${role} | ${PERMISSIONS.map((permission) => (allows(role as Role, permission) ? '✓' : '')).join(' | ')} |`;
  return [
    '## Roles',
    '',
    `| role | ${PERMISSIONS.map((permission) => `\`${permission}\``).join(' | ')} |`,
    `|---|${PERMISSIONS.map(() => '---|').join('')}`,
    ...Object.keys(ROLES).map(line),
  ].join('\n');
}

function problemsSection(): string {
  const rows = Object.entries(COMMON_PROBLEMS).map(([code, status]) => `| \`${code}\` | ${status} |`);
  return ['## Refusals that any route of its kind may give', '', '| code | status |', '|---|---|', ...rows].join('\n');
}

/** Writes the page, or with `--check` says whether it is as it would be written. */
async function main(): Promise<void> {
  const page = referencePage();
  if (!argv.includes('--check')) return writeFile(FILE, page);
  if ((await readFile(FILE, 'utf8').catch(() => '')) === page) return;
  stderr.write(
    'shared/contracts/http/README.md is out of date: node --import tsx shared/functions/openapi/reference.ts\n',
  );
  exit(1);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) await main();
