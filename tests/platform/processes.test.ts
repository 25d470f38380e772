import { describe, expect, it } from 'vitest';
import { dataFolder, lives, type Started, start, started, until } from './started.ts';

function register({ gateway }: Started, id: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${gateway}/api/v1/device-desk/devices`, { method: 'POST', headers, body: JSON.stringify({ id }) });
}

/** Resolves when the watch has heard of the device. */
function heard({ gateway }: Started, id: string): Promise<true> {
  return until(async () => {
    const { status } = await fetch(`${gateway}/api/v1/device-watch/devices/${id}`);
    return status === 200 || undefined;
  });
}

function gone(pids: readonly number[]): Promise<true> {
  return until(async () => !pids.some(lives) || undefined);
}

describe('one service killed', () => {
  it('the other answers, the killed one comes back, and nothing is lost', async () => {
    const platform = await started(await dataFolder());
    const pids = await platform.pids();
    const victim = pids['device-watch'] ?? 0;
    process.kill(victim, 'SIGKILL');
    await gone([victim]);
    const ids = ['a', 'b', 'c'];
    for (const id of ids) expect((await register(platform, id)).status).toBe(202);
    for (const id of ids) expect(await heard(platform, id)).toBe(true);
    const now = await platform.pids();
    expect(now['device-desk']).toBe(pids['device-desk']);
    expect(now['device-watch']).not.toBe(victim);
    expect((await platform.health()).status).toBe('ok');
  });
});

describe('everything killed', () => {
  it('no process stays, and the next start goes on where the last one was', async () => {
    const data = await dataFolder();
    const platform = await started(data);
    const pids = Object.values(await platform.pids());
    const ids = Array.from({ length: 20 }, (_, index) => `device-${index}`);
    const answers = await Promise.all(ids.map((id) => register(platform, id)));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 202));
    await platform.end('SIGKILL');
    expect(await gone(pids)).toBe(true);

    const again = await started(data);
    for (const id of ids) expect(await heard(again, id)).toBe(true);
    await again.end('SIGTERM');
    const fresh = await started(data, ['--fresh']);
    expect((await fetch(`${fresh.gateway}/api/v1/device-desk/devices/device-0`)).status).toBe(404);
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends everything in order and leaves no process',
    async (signal) => {
      const platform = await started(await dataFolder());
      const pids = Object.values(await platform.pids());
      expect(pids).toHaveLength(2);
      // A terminal sends these to every process of the group.
      if (signal !== 'SIGTERM') for (const pid of pids) process.kill(pid, signal);
      expect(await register(platform, 'late')).toMatchObject({ status: 202 });
      expect(await platform.end(signal)).toBe(0);
      expect(pids.some(lives)).toBe(false);
    },
  );
});

describe('two starts', () => {
  it('on two folders do not disturb each other; a second on the same folder says so and ends', async () => {
    const [one, two] = await Promise.all([dataFolder(), dataFolder()]);
    const [first, second] = await Promise.all([started(one), started(two)]);
    await register(first, 'only-here');
    expect(await heard(first, 'only-here')).toBe(true);
    expect((await fetch(`${second.gateway}/api/v1/device-desk/devices/only-here`)).status).toBe(404);

    const refused = await start({}, '--data', one, '--fresh');
    expect(refused).toMatchObject({ code: 1 });
    expect('code' in refused && refused.said).toContain('in use by another process');
    expect((await fetch(`${first.gateway}/api/v1/device-desk/devices/only-here`)).status).toBe(200);
  });

  it('on one port: the second says which option to use', async () => {
    const first = await started(await dataFolder());
    const { port } = new URL(first.gateway);
    const refused = await start({}, '--data', await dataFolder(), '--port', port);
    expect(refused).toMatchObject({ code: 1 });
    expect('code' in refused && refused.said).toContain(`Port ${port} is taken`);
  });
});

it('an option that nobody knows is answered with those that there are', async () => {
  const refused = await start({}, '--verbose');
  expect(refused).toMatchObject({ code: 1 });
  expect('code' in refused && refused.said).toContain('--data DIR');
});
