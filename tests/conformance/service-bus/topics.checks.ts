import assert from 'node:assert/strict';
import type { ServiceBusClient, ServiceBusRuleManager } from '@azure/service-bus';
import { assertEmpty, checks, consume, deadLetter, receive, receiveOne, refused } from './fixture.ts';

/** Made anew each time: the SDK takes the mode out of what it is given. */
const deleting = () => ({ receiveMode: 'receiveAndDelete' }) as const;

async function bodies(client: ServiceBusClient, topic: string, subscription: string): Promise<unknown[]> {
  const receiver = client.createReceiver(topic, subscription, deleting());
  const waiting = await receiver.peekMessages(50);
  return (await receive(receiver, waiting.length)).map(({ body }) => body);
}

export const topicChecks = checks('Topics and rules', {
  'every subscription gets its own copy': async ({ client }) => {
    await client.createSender('t1').sendMessages({ body: 'for all' });
    for (const subscription of ['all', 'rules'])
      assert.deepEqual(await bodies(client, 't1', subscription), ['for all']);
  },
  'a subscription has dead letters of its own': async ({ client }) => {
    await client.createSender('t1').sendMessages({ body: 'one copy' });
    const receiver = client.createReceiver('t1', 'all');
    await deadLetter(receiver, await receiveOne(receiver), 'Mine');
    const [dead] = await consume(client.createReceiver('t1', 'all', { subQueueType: 'deadLetter' }), 1);
    assert.equal(dead?.deadLetterReason, 'Mine');
    assert.match(dead?.deadLetterSource ?? '', /^t1\/Subscriptions\/all$/i);
    assert.deepEqual(await bodies(client, 't1', 'rules'), ['one copy']);
  },
  'an SQL filter lets through what it says, whatever the case of its names': async ({ client }) => {
    await client.createSender('filters').sendMessages([
      { body: 1, subject: 'red', applicationProperties: { Priority: 4 } },
      { body: 2, subject: 'red', applicationProperties: { priority: 3 } },
      { body: 3, subject: 'RED', applicationProperties: { priority: 5 } },
      { body: 4, subject: 'red' },
    ]);
    assert.deepEqual(await bodies(client, 'filters', 'sql'), [1]);
  },
  'a correlation filter compares exactly': async ({ client }) => {
    await client.createSender('filters').sendMessages([
      { body: 1, subject: 'blue', applicationProperties: { Size: 'small' } },
      { body: 2, subject: 'blue', applicationProperties: { size: 'small' } },
      { body: 3, subject: 'blue' },
      { body: 4, subject: 'Blue', applicationProperties: { Size: 'small' } },
    ]);
    assert.deepEqual(await bodies(client, 'filters', 'correlation'), [1]);
  },
  'rules without an action give one copy, each rule with an action one more': async ({ client }) => {
    await client
      .createSender('filters')
      .sendMessages({ body: 1, subject: 'act', applicationProperties: { secret: 's' } });
    const copies = await receive(client.createReceiver('filters', 'actions', deleting()), 2);
    assert.deepEqual(
      copies.map(({ applicationProperties }) => applicationProperties),
      [{ secret: 's' }, { mark: 5, RuleName: 'marked' }],
    );
  },
  'a message that no rule lets through vanishes': async ({ client }) => {
    await client.createSender('filters').sendMessages({ body: 'nobody', subject: 'nothing' });
    await assertEmpty(client.createReceiver('filters', 'sql'));
    await assertEmpty(client.createReceiver('filters', 'correlation'));
    await bodies(client, 'filters', 'changing');
  },
  'rules are added, listed by name and removed while the topic runs': async ({ client }) => {
    await withRules(client, async (rules) => {
      await rules.createRule('zeta', { subject: 'z' });
      await rules.createRule('alpha', { sqlExpression: "color = 'green'" }, { sqlExpression: "SET via = 'alpha'" });
      await rules.deleteRule('$Default');
      assert.deepEqual(
        (await listed(rules)).map(({ name }) => name),
        ['alpha', 'zeta'],
      );
      await client
        .createSender('filters')
        .sendMessages([{ body: 1, subject: 'z' }, { body: 2, applicationProperties: { color: 'green' } }, { body: 3 }]);
      const received = await receive(client.createReceiver('filters', 'changing', deleting()), 2);
      assert.deepEqual(
        received.map(({ body, applicationProperties }) => [body, applicationProperties?.['via']]),
        [
          [1, undefined],
          [2, 'alpha'],
        ],
      );
    });
  },
  'a rule is shown as it was made': async ({ client }) => {
    await withRules(client, async (rules) => {
      await rules.createRule('sql', { sqlExpression: 'n > 1' }, { sqlExpression: 'SET m = 2' });
      await rules.createRule('correlation', { subject: 's', applicationProperties: { flag: true } });
      const byName = new Map((await listed(rules)).map((rule) => [rule.name, rule]));
      const sql = byName.get('sql');
      assert.ok(sql && 'sqlExpression' in sql.filter);
      assert.deepEqual([sql.filter.sqlExpression, sql.action.sqlExpression], ['n > 1', 'SET m = 2']);
      const { filter } = byName.get('correlation') ?? {};
      assert.ok(filter && 'applicationProperties' in filter);
      assert.deepEqual(
        { subject: filter.subject, properties: filter.applicationProperties },
        { subject: 's', properties: { flag: true } },
      );
    });
  },
  'a second rule of the same name is refused': async ({ client }) => {
    await withRules(client, async (rules) => {
      await rules.createRule('only', { subject: 'a' });
      await refused('MessagingEntityAlreadyExists', rules.createRule('only', { subject: 'b' }));
    });
  },
  'an unknown rule cannot be removed': async ({ client }) => {
    await withRules(client, async (rules) => {
      await refused('MessagingEntityNotFound', rules.deleteRule('absent'));
    });
  },
  'a filter that does not parse is refused': async ({ client }) => {
    await withRules(client, async (rules) => {
      await assert.rejects(rules.createRule('broken', { sqlExpression: 'color = ' }), /SQL/i);
    });
  },
});

/** Leaves the subscription `changing` with its default rule alone. */
async function withRules(
  client: ServiceBusClient,
  use: (rules: ServiceBusRuleManager) => Promise<void>,
): Promise<void> {
  const rules = client.createRuleManager('filters', 'changing');
  try {
    await use(rules);
  } finally {
    const names = (await listed(rules)).map(({ name }) => name);
    if (!names.includes('$Default')) await rules.createRule('$Default', { sqlExpression: '1=1' });
    for (const name of names) if (name !== '$Default') await rules.deleteRule(name);
  }
}

async function listed(rules: ServiceBusRuleManager) {
  const found = [];
  for await (const rule of rules.listRules()) found.push(rule);
  return found;
}

export const forwardingChecks = checks('Forwarding', {
  'a queue forwards to a queue': async ({ client }) => {
    await client.createSender('fq').sendMessages({ body: 'on', messageId: 'forwarded-1' });
    const [message] = await consume(client.createReceiver('q1'), 1);
    assert.equal(message?.messageId, 'forwarded-1');
  },
  'a subscription forwards to a queue': async ({ client }) => {
    await client.createSender('forwarding').sendMessages({ body: 'on', messageId: 'forwarded-2' });
    const [message] = await consume(client.createReceiver('topic-target'), 1);
    assert.equal(message?.messageId, 'forwarded-2');
    assert.equal(message?.deliveryCount, 0);
  },
  'four hops are enough, a fifth makes a dead letter': async ({ client }) => {
    await client.createSender('hop-2').sendMessages({ body: 'four' });
    assert.equal((await consume(client.createReceiver('hop-6'), 1))[0]?.body, 'four');
    await client.createSender('hop-1').sendMessages({ body: 'five' });
    const [dead] = await consume(client.createReceiver('hop-5', { subQueueType: 'deadLetter' }), 1);
    assert.equal(dead?.body, 'five');
    assert.equal(dead?.deadLetterReason, 'MaxTransferHopCountExceeded');
  },
});
