import { evaluate, type FilterView, matches } from '../sql-filter/evaluate.ts';
import { parseAction, parseFilter } from '../sql-filter/parser.ts';
import type { Value } from '../sql-filter/syntax.ts';

/** System properties that a correlation filter can ask for, under the names of the filter. */
export const CORRELATION_PROPERTIES = [
  'correlationId',
  'messageId',
  'to',
  'replyTo',
  'subject',
  'sessionId',
  'replyToSessionId',
  'contentType',
] as const;

export type CorrelationProperty = (typeof CORRELATION_PROPERTIES)[number];

export interface CorrelationFilter {
  readonly system: Readonly<Partial<Record<CorrelationProperty, string>>>;
  readonly application: Readonly<Record<string, Value>>;
}

/** As it is kept and shown to clients. */
export interface RuleDescription {
  readonly name: string;
  readonly filter: { readonly sql: string } | { readonly correlation: CorrelationFilter };
  readonly action: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface Rule {
  readonly description: RuleDescription;
  /** The view is a function: a rule that lets everything through never looks at the message. */
  matches(view: () => FilterView): boolean;
  /** What the action sets, and undefined where it removes; absent without an action. */
  readonly act: ((view: FilterView) => Readonly<Record<string, Value | undefined>>) | undefined;
}

export const TRUE_FILTER = '1=1';
export const FALSE_FILTER = '1=0';

export const defaultRule = (createdAt: number): RuleDescription => ({
  name: '$Default',
  filter: { sql: TRUE_FILTER },
  action: undefined,
  createdAt,
});

/** Refuses with `com.microsoft:argument-error` what does not parse. */
export function compileRule(description: RuleDescription): Rule {
  return { description, matches: compileFilter(description.filter), act: compileAction(description.action) };
}

function compileFilter(filter: RuleDescription['filter']): Rule['matches'] {
  if ('correlation' in filter) return (view) => correlates(filter.correlation, view());
  if (filter.sql === TRUE_FILTER) return () => true;
  const condition = parseFilter(filter.sql);
  return (view) => matches(condition, view());
}

function correlates({ system, application }: CorrelationFilter, view: FilterView): boolean {
  return (
    Object.entries(system).every(([name, value]) => view.system[name.toLowerCase()] === value) &&
    Object.entries(application).every(([name, value]) => view.application.get(name) === value)
  );
}

function compileAction(action: string | undefined): Rule['act'] {
  if (!action) return undefined;
  const statements = parseAction(action);
  return (view) => {
    const application = new Map(view.application);
    const changes: [string, Value | undefined][] = [];
    for (const statement of statements) {
      const { name } = statement.property;
      const value = statement.kind === 'set' ? evaluate(statement.value, { ...view, application }) : null;
      if (statement.kind === 'set') application.set(name, value);
      else application.delete(name);
      changes.push([name, statement.kind === 'set' ? value : undefined]);
    }
    return Object.fromEntries(changes);
  };
}
