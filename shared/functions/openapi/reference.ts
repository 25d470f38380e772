import { readFile, writeFile } from 'node:fs/promises';
import { argv, exit, stderr } from 'node:process';
import { pathToFileURL } from 'node:url';
import { SERVICES } from '../../contracts/events/topology.ts';
import { commonTables, ownTables, type Table } from '../../contracts/http/catalogue.ts';
import type { Endpoint } from '../../contracts/http/endpoint.ts';
import { COMMON_PROBLEMS } from '../../contracts/http/problem.ts';
import { allows, isRole, PERMISSIONS, ROLES, type Role } from '../../contracts/http/roles.ts';
import { markdownTable } from '../../contracts/markdown-table.ts';

const FILE = new URL('../../contracts/http/README.md', import.meta.url);
const [FIRST] = SERVICES;

/** The reference page of the HTTP interface, as Markdown. */
export function referencePage(): string {
  return `${[HEAD, ...ownTables.map(section), COMMON, ...commonTables(FIRST).map(section), rolesSection(), problemsSection()].join('\n\n')}\n`;
}

const HEAD = `# The HTTP interface

Made from the endpoint tables in this folder by \`shared/functions/openapi/reference.ts\`. Each service answers its OpenAPI 3.1
document, made from the same tables, at \`/api/v1/<service>/openapi.json\`.

Bodies are JSON, errors RFC 9457 problem documents with a stable \`code\`. Lists are \`{ items, next? }\`; \`next\` goes back as
\`after\`. Lists marked CSV answer \`text/csv\` to those who accept it. Writes take an \`Idempotency-Key\`.`;

const COMMON = `# What every service answers

\`${FIRST}\` stands for any of the five.`;

function section({ title, endpoints }: Table): string {
  const rows = Object.entries(endpoints).map(([operation, endpoint]) => row(operation, endpoint));
  return `## ${title}\n\n${markdownTable(['operation', 'request', 'permission', 'refusals of its own'], rows)}`;
}

function row(operation: string, { method, path, summary, access, errors = {}, csv, ifMatch }: Endpoint): string[] {
  const notes = [summary, ...(csv ? ['CSV.'] : []), ...(ifMatch ? ['Demands `If-Match`.'] : [])].join(' ');
  const who = 'public' in access ? `none: ${access.public}` : `\`${access.permission}\``;
  const own = Object.entries(errors).map(([code, status]) => `${status} \`${code}\``);
  return [`\`${operation}\``, `\`${method} ${path}\`<br>${notes}`, who, own.join(', ')];
}

function rolesSection(): string {
  const marks = (role: Role) => PERMISSIONS.map((permission) => (allows(role, permission) ? 'yes' : ''));
  const rows = Object.keys(ROLES)
    .filter(isRole)
    .map((role) => [role, ...marks(role)]);
  return `## Roles\n\n${markdownTable(['role', ...PERMISSIONS.map((permission) => `\`${permission}\``)], rows)}`;
}

function problemsSection(): string {
  const rows = Object.entries(COMMON_PROBLEMS).map(([code, status]) => [`\`${code}\``, String(status)]);
  return `## Refusals that any route of its kind may give\n\n${markdownTable(['code', 'status'], rows)}`;
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
