import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deadLetterList } from '../../shared/state/dead-letters.ts';
import { countNames, device, deviceCopy, deviceList, keepCopy, nameDevice, tally } from './devices.ts';
import { type Ground, openGround, type ServiceGround } from './ground.ts';

const DEVICES = ['d1', 'd2', 'd3'];

/** One thing that may happen; the rest of the world goes on around it. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('name' as const), id: fc.constantFrom(...DEVICES) }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'feed' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'feed and die' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'consume' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'consume and die' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'wait' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      container: fc.constantFrom('device-registration', 'health-monitor', 'ticket-router'),
      effect: fc.constantFrom('lose-answer' as const, 'drop-connection' as const),
    }),
  },
);

type Happening = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface World {
  readonly ground: Ground;
  readonly commands: { id: string; name: string; accepted: boolean }[];
  registration: ServiceGround;
  counts: ServiceGround;
  copies: ServiceGround;
}

function openServices(ground: Ground): Pick<World, 'registration' | 'counts' | 'copies'> {
  return {
    registration: ground.openService('device-registration', { lists: [deviceList] }),
    counts: ground.openService('health-monitor', { handlers: [countNames] }),
    copies: ground.openService('ticket-router', { handlers: [keepCopy] }),
  };
}

/** A caller repeats a command under its id until it is answered. */
async function command(world: World, { id, name }: { readonly id: string; readonly name: string }): Promise<void> {
  await nameDevice(world.registration.state, id, name, { once: name, expect: 'new' });
}

const succeeds = (work: Promise<unknown>) =>
  work.then(
    () => true,
    () => false,
  );

async function take(world: World, happening: Happening): Promise<void> {
  const { registration, ground } = world;
  switch (happening.kind) {
    case 'name': {
      const name = `name-${world.commands.length}`;
      const accepted = await succeeds(command(world, { id: happening.id, name }));
      world.commands.push({ id: happening.id, name, accepted });
      return;
    }
    case 'feed':
      return void (await succeeds(registration.feed()));
    case 'feed and die':
      return void (await succeeds(
        ground.feed('device-registration').read(async (documents) => {
          await registration.state.feedPage(documents, registration.bus.publish);
          throw new Error('dies before its lease is written');
        }),
      ));
    case 'consume':
      return void (await Promise.all([succeeds(world.counts.consume()), succeeds(world.copies.consume())]));
    case 'consume and die':
      return void (await Promise.all([succeeds(world.counts.consumeAndDie()), succeeds(world.copies.consumeAndDie())]));
    case 'restart':
      return void Object.assign(world, openServices(ground));
    case 'wait':
      return ground.clock.jumpTo(ground.clock.now() + 30 * 60_000);
    case 'fault':
      return void ground.cosmos.faults.add({
        effect: { kind: happening.effect },
        container: happening.container,
        method: 'POST',
        match: 'operationType',
      });
  }
}

/** Fair weather: callers repeat what was not answered, and everything runs until nothing moves. */
async function settle(world: World): Promise<void> {
  const { ground, registration, counts, copies } = world;
  ground.cosmos.faults.clear();
  for (const unanswered of world.commands.filter(({ accepted }) => !accepted)) await command(world, unanswered);
  const queues = ['health-monitor', 'ticket-router'];
  do {
    await registration.feed();
    await Promise.all([counts.consume(), copies.consume()]);
    ground.clock.jumpTo(ground.clock.now() + 60 * 60_000);
  } while (queues.some((queue) => ground.broker.count(queue).active + ground.broker.count(queue).scheduled > 0));
  await Promise.all([counts.feed(), copies.feed()]);
}

async function expectAllPromises({ registration, counts, copies, commands }: World): Promise<void> {
  for (const id of DEVICES) {
    const named = commands.filter((one) => one.id === id).length;
    const truth = await registration.state.load(device, 'contoso', id);
    expect(truth?.version ?? 0).toBe(named);
    expect((await counts.state.load(tally, 'contoso', `device:${id}`))?.state.count ?? 0).toBe(named);
    expect((await copies.state.load(deviceCopy, 'contoso', `device:${id}`))?.state).toEqual(truth?.state);
    const { items } = await registration.state.list('contoso', deviceList, { search: truth?.state.name ?? 'nobody' });
    expect(items).toEqual(truth ? [{ tenantId: 'contoso', id, name: truth.state.name }] : []);
  }
  expect(await registration.state.verify('contoso', {})).toMatchObject({ intact: true, records: commands.length });
  for (const { state } of [registration, counts, copies])
    expect((await state.list('contoso', deadLetterList, {})).items).toEqual([]);
}

test('in any weather every command has its effect once, everywhere, and all is on record', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (happenings) => {
      const ground = await openGround(['device-registration', 'health-monitor', 'ticket-router']);
      try {
        const world: World = { ground, commands: [], ...openServices(ground) };
        for (const happening of happenings) await take(world, happening);
        await settle(world);
        await expectAllPromises(world);
      } finally {
        await ground.close();
      }
    }),
    { numRuns: 12 },
  );
});
