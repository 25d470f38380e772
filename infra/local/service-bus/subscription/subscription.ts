import { ServiceBusError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { compileRule, type Rule, type RuleDescription } from './rules.ts';

/** The rules of a subscription, which can change while it runs. */
export interface Subscription {
  readonly path: string;
  readonly rules: readonly Rule[];
  /** Throws `com.microsoft:entity-already-exists`, or `com.microsoft:argument-error` if it does not parse. */
  addRule(rule: Omit<RuleDescription, 'createdAt'>): void;
  /** Throws `amqp:not-found`. */
  removeRule(name: string): void;
  /** In the order of their names. */
  describe(skip: number, top: number): RuleDescription[];
}

interface SubscriptionPorts {
  readonly path: string;
  readonly rules: readonly RuleDescription[];
  now(): number;
  save(rules: readonly RuleDescription[]): void;
}

export function createSubscription({ path, rules: initial, now, save }: SubscriptionPorts): Subscription {
  let rules = initial.map(compileRule);
  const isNamed = (name: string) => (rule: Rule) => rule.description.name.toLowerCase() === name.toLowerCase();

  function change(next: Rule[]): void {
    rules = next;
    save(rules.map(({ description }) => description));
  }

  return {
    path,
    get rules() {
      return rules;
    },
    addRule(rule) {
      if (rules.some(isNamed(rule.name)))
        throw new ServiceBusError(
          'com.microsoft:entity-already-exists',
          `The messaging entity '${path}/Rules/${rule.name}' already exists.`,
        );
      if (rules.length >= LIMITS.rulesPerSubscription)
        throw new ServiceBusError('amqp:resource-limit-exceeded', `'${path}' has too many rules.`);
      change([...rules, compileRule({ ...rule, createdAt: now() })]);
    },
    removeRule(name) {
      if (!rules.some(isNamed(name)))
        throw new ServiceBusError('amqp:not-found', `The messaging entity rule '${name}' could not be found.`);
      change(rules.filter((rule) => !isNamed(name)(rule)));
    },
    describe: (skip, top) =>
      rules
        .map(({ description }) => description)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .slice(skip, skip + top),
  };
}
