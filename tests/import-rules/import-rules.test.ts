import { posix } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Finding, lint } from './planted.ts';

const RULE = 'lint/style/noRestrictedImports';

const own = {
  rule: 'services/update-orchestrator/rings/ring-placement.ts',
  store: 'services/update-orchestrator/rings/ring.store.ts',
  http: 'services/update-orchestrator/rings/rings.http.ts',
  event: 'services/update-orchestrator/rings/on-device-registered.event.ts',
  timer: 'services/update-orchestrator/rings/repair-rings.timer.ts',
  graph: 'services/update-orchestrator/rings/ring-groups.graph.ts',
  connector: 'services/update-orchestrator/rings/service-now.connector.ts',
};
const ownService = Object.values(own);
const ownDoors = [own.http, own.event, own.timer];
const othersService = 'services/ticket-router/tickets/severity.ts';
const console = 'services/console/page.ts';

const contracts = 'shared/contracts/events/topology.ts';
const state = 'shared/state/aggregate.ts';
const bus = 'shared/bus/publish.ts';
const functions = 'shared/functions/route.ts';
const graph = 'shared/graph/paging.ts';
const approvals = 'shared/approvals/plan.ts';
const pureTime = 'shared/time/patch-tuesday.ts';
const clock = 'shared/time/clock.ts';
const statistics = 'shared/statistics/bet.ts';

const standIn = 'infra/local/cosmos/cosmos.ts';
const sdks = ['@azure/cosmos', '@azure/service-bus', '@azure/functions', '@microsoft/microsoft-graph-client'];
const standInPackages = ['rhea', 'lmdb'];
const outside = [...sdks, ...standInPackages, standIn];

/** Who imports, what it may, and what it must not. */
const importers: Readonly<Record<string, { file: string; may: readonly string[]; mustNot: readonly string[] }>> = {
  'a pure rule': {
    file: 'services/update-orchestrator/gates/gate.ts',
    may: [own.rule, contracts, pureTime, statistics, 'zod'],
    mustNot: [
      ...ownDoors,
      own.store,
      own.graph,
      own.connector,
      othersService,
      console,
      state,
      bus,
      functions,
      graph,
      approvals,
      clock,
      'node:fs',
      ...outside,
    ],
  },
  'a file at the top of a service': {
    file: 'services/update-orchestrator/errors.ts',
    may: [own.rule, contracts, pureTime, 'zod'],
    mustNot: [own.store, othersService, state, bus, functions, graph, approvals, clock, 'node:fs', ...outside],
  },
  'a route': {
    file: 'services/update-orchestrator/gates/gates.http.ts',
    may: [...ownService, functions, contracts, approvals],
    mustNot: [othersService, console, state, bus, graph, ...outside],
  },
  'an event handler': {
    file: 'services/update-orchestrator/gates/on-ring-opened.event.ts',
    may: [...ownService, bus, functions, contracts, approvals],
    mustNot: [othersService, console, state, graph, ...outside],
  },
  'a timer': {
    file: 'services/update-orchestrator/gates/evaluate-gates.timer.ts',
    may: [...ownService, functions, bus, contracts, pureTime, clock],
    mustNot: [othersService, console, state, graph, approvals, ...outside],
  },
  'a table of contents': {
    file: 'services/update-orchestrator/main.ts',
    may: [...ownService, functions],
    mustNot: [othersService, console, state, bus, graph, approvals, pureTime, clock, ...outside],
  },
  'a store': {
    file: 'services/update-orchestrator/gates/gate.store.ts',
    may: [own.rule, state],
    mustNot: [
      ...ownDoors,
      own.graph,
      own.connector,
      othersService,
      console,
      bus,
      functions,
      graph,
      approvals,
      ...outside,
    ],
  },
  'a call to Microsoft': {
    file: 'services/update-orchestrator/gates/gate-policies.graph.ts',
    may: [own.rule, graph],
    mustNot: [
      ...ownDoors,
      own.store,
      own.connector,
      othersService,
      console,
      state,
      bus,
      functions,
      approvals,
      ...outside,
    ],
  },
  'a connector': {
    file: 'services/update-orchestrator/gates/jira.connector.ts',
    may: [own.rule],
    mustNot: [
      ...ownDoors,
      own.store,
      own.graph,
      othersService,
      console,
      state,
      bus,
      functions,
      graph,
      approvals,
      ...outside,
    ],
  },
  'a test': {
    file: 'services/update-orchestrator/gates/gate.test.ts',
    may: [...ownService, state, clock, 'node:fs', standIn],
    mustNot: [othersService, console],
  },
  'a contract': {
    file: 'shared/contracts/http/rings.ts',
    may: [contracts, 'zod'],
    mustNot: [othersService, state, bus, functions, graph, approvals, clock, 'node:fs', ...outside],
  },
  'a statistic': {
    file: 'shared/statistics/rate.ts',
    may: [statistics],
    mustNot: [othersService, contracts, state, bus, functions, graph, approvals, clock, 'node:fs', ...outside],
  },
  'shared state': {
    file: 'shared/state/list.ts',
    may: [state, contracts, clock, '@azure/cosmos'],
    mustNot: [othersService, standIn, '@azure/service-bus', '@azure/functions'],
  },
  'the rest of shared': {
    file: 'shared/bus/consume.ts',
    may: [bus, state, contracts, clock, '@azure/service-bus'],
    mustNot: [othersService, standIn, '@azure/cosmos'],
  },
  'a local stand-in': {
    file: 'infra/local/service-bus/queue.ts',
    may: [standIn, contracts, clock, 'node:fs', 'rhea', 'lmdb'],
    mustNot: [othersService, state, bus, functions, graph, approvals],
  },
};

describe('an import', () => {
  let findings: readonly Finding[];

  beforeAll(() => {
    findings = lint(
      Object.fromEntries(
        Object.values(importers).map(({ file, may, mustNot }) => [
          file,
          [...mustNot, ...may].map((target, index) => `import { x as x${index} } from '${specifier(file, target)}';`),
        ]),
      ),
    );
  });

  it.each(Object.entries(importers))('by %s is refused where it must not be, and nowhere else', (_name, importer) => {
    const { file, mustNot } = importer;
    const lines = findings.filter((finding) => finding.rule === RULE && finding.file === file).map(({ line }) => line);
    // The forbidden imports are the first lines of the file.
    expect(lines.sort((a, b) => a - b)).toEqual(mustNot.map((_target, index) => index + 1));
  });
});

/** The target as the importer writes it: a package by its name, a file by its way from there. */
function specifier(importer: string, target: string): string {
  if (!/^(services|shared|infra)\//.test(target)) return target;
  const way = posix.relative(posix.dirname(importer), target);
  return way.startsWith('.') ? way : `./${way}`;
}
