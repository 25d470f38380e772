import { readFile, writeFile } from 'node:fs/promises';
import { argv, exit, stderr } from 'node:process';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { catalogue } from '../contracts/events/catalogue.ts';
import { cloudEvent } from '../contracts/events/cloud-event.ts';
import type { EventDefinition } from '../contracts/events/define-event.ts';
import { SERVICES, type ServiceName, TOPIC_OF, topology } from '../contracts/events/topology.ts';
import { markdownTable } from '../contracts/markdown-table.ts';

const FILE = new URL('../contracts/events/README.md', import.meta.url);

/** The reference page of the events, as Markdown: how they flow, what every one of them carries, and each type. */
export function eventReference(): string {
  const envelope = `## Envelope\n\nCloudEvents 1.0, structured JSON.\n\n${fieldTable(cloudEvent)}`;
  return `${[HEAD, flow(), envelope, ...SERVICES.flatMap(topicOf)].join('\n\n')}\n`;
}

const HEAD = `# Events

Made from the definitions in this folder by \`shared/bus/event-reference.ts\`. A topic is a contract: each service tells on its
own what has happened, and hears the others through its inbox queue. A new field is optional; a changed meaning is a new
version of the type, and those that understand it ship one release before its publisher.`;

/** The data flow, drawn from the topology that the bus itself is made from. */
function flow(): string {
  const edges = SERVICES.flatMap((publisher) => {
    const topic = TOPIC_OF[publisher];
    const inboxes = Object.values(topology.topics[topic]?.subscriptions ?? {}).map(({ forwardTo }) => forwardTo);
    return [`  ${publisher} --> ${topic}([${topic}])`, `  ${topic} --> ${inboxes.join(' & ')}`];
  });
  return ['```mermaid', 'flowchart LR', ...edges, '```'].join('\n');
}

function topicOf(publisher: ServiceName): string[] {
  const events = catalogue.filter((event) => event.publisher === publisher);
  if (events.length === 0) return [];
  const families = new Map(events.map(({ data }) => [data, events.filter((event) => event.data === data)]));
  return [`## \`${TOPIC_OF[publisher]}\` of ${publisher}`, ...[...families.values()].map(familyOf)];
}

/** Events that carry the same are told in one go. */
function familyOf(events: readonly EventDefinition[]): string {
  const rows = events.map(({ type, description }) => [`\`${type}\``, description]);
  const fields = events.slice(0, 1).map(({ data }) => fieldTable(data));
  return [markdownTable(['type', 'says'], rows), ...fields].join('\n\n');
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

function fieldTable(schema: z.ZodType): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const rows = Object.entries(properties).map(([name, field]) => [
    `\`${name}\``,
    typeof field === 'boolean' ? 'any' : typeOf(field),
    required.includes(name) ? '' : 'optional',
    typeof field === 'boolean' ? '' : (field.description ?? ''),
  ]);
  return markdownTable(['field', 'type', '', 'is'], rows);
}

function typeOf({ type, enum: values, const: value, items, format, $ref }: JsonSchema): string {
  if ($ref) return $ref.slice($ref.lastIndexOf('/') + 1);
  if (values) return values.map((each) => `\`${String(each)}\``).join(', ');
  if (value !== undefined) return `\`${String(value)}\``;
  if (type === 'array' && items && !Array.isArray(items) && typeof items !== 'boolean') return `${typeOf(items)}[]`;
  return [type ?? 'any', ...(format ? [`(${format})`] : [])].join(' ');
}

/** Writes the page, or with `--check` says whether it is as it would be written. */
async function main(): Promise<void> {
  const page = eventReference();
  if (!argv.includes('--check')) return writeFile(FILE, page);
  if ((await readFile(FILE, 'utf8').catch(() => '')) === page) return;
  stderr.write('shared/contracts/events/README.md is out of date: node --import tsx shared/bus/event-reference.ts\n');
  exit(1);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) await main();
