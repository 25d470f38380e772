import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { keepRunning } from './kept-service.ts';
import type { ServiceProcess } from './service-process.ts';

/** A process that ends when it is told to. */
function fakeProcess(pid: number) {
  let end: (how: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  const process = {
    name: 'ring-keeper',
    pid,
    functions: [{ name: 'read', http: { methods: ['GET'], template: 'rings' } }],
    ended,
    stop: async () => end('with code 0'),
  } as unknown as ServiceProcess;
  return { process, end };
}

describe('a kept service', () => {
  it('is down when its process ends, keeps its routes, and runs again in the next one', async () => {
    const said: string[] = [];
    const first = fakeProcess(1);
    const back = new EventEmitter();
    const second = fakeProcess(2);
    const kept = keepRunning(first.process, {
      start: async () => second.process,
      say: (line) => {
        said.push(line);
        back.emit(line.includes('is back') ? 'back' : 'ended');
      },
    });
    expect(kept.state).toBe('running');
    const ended = once(back, 'ended');
    const started = once(back, 'back');
    first.end('by SIGKILL');
    await ended;
    expect(kept).toMatchObject({ state: 'down', process: undefined });
    expect(kept.routes('GET', '/rings')).toBe(true);
    await started;
    expect(kept.process?.pid).toBe(2);
    expect(said[0]).toBe('ring-keeper ended by SIGKILL; it is started again in 250 ms');
  });

  it('tries again when a start fails, each time after a longer wait', async () => {
    const said: string[] = [];
    const back = new EventEmitter();
    const first = fakeProcess(1);
    let attempts = 0;
    const kept = keepRunning(first.process, {
      async start() {
        attempts += 1;
        if (attempts < 3) throw new Error('no bus');
        return fakeProcess(2).process;
      },
      say: (line) => {
        said.push(line);
        if (line.includes('is back')) back.emit('back');
      },
    });
    first.end('with code 1');
    await once(back, 'back');
    expect(kept.state).toBe('running');
    expect(said.filter((line) => line.includes('again in'))).toEqual([
      'ring-keeper ended with code 1; it is started again in 250 ms',
      'ring-keeper ended before it was ready; it is started again in 500 ms',
      'ring-keeper ended before it was ready; it is started again in 1000 ms',
    ]);
    expect(said).toContain('ring-keeper cannot be started: no bus');
  });

  it('is not started again once it is stopped', async () => {
    const first = fakeProcess(1);
    const kept = keepRunning(first.process, {
      start: () => Promise.reject(new Error('never asked for')),
      say: (line) => {
        throw new Error(line);
      },
    });
    await kept.stop(0);
    expect(kept.state).toBe('stopped');
  });
});
