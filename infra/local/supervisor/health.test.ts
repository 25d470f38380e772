import { describe, expect, it } from 'vitest';
import type { Store } from '../store/store.ts';
import { type Faulty, healthOf } from './health.ts';
import type { KeptService } from './kept-service.ts';
import { watchedStore } from './watched-store.ts';

const well: Faulty = { faults: { serviceBus: undefined, cosmos: undefined } };

function service(state: KeptService['state'], faults: Record<string, string> = {}): KeptService {
  const process = state === 'running' ? ({ pid: 7, faults } as unknown as KeptService['process']) : undefined;
  return { name: 'ring-keeper', state, process, routes: () => false, stop: () => Promise.resolve() };
}

describe('the health of the platform', () => {
  it('is ok while every service runs without a fault', () => {
    expect(healthOf(['ring-keeper'], [service('running')], well)).toEqual({
      status: 'ok',
      services: { 'ring-keeper': { status: 'running', pid: 7, faults: {} } },
      serviceBus: { status: 'running' },
      cosmos: { status: 'running' },
      identity: { status: 'running' },
    });
  });

  it('is degraded while a service is down, and while a function of it cannot work', () => {
    expect(healthOf(['ring-keeper'], [service('down')], well)).toMatchObject({ status: 'degraded' });
    expect(healthOf(['ring-keeper'], [service('running', { inbox: 'no bus' })], well)).toMatchObject({
      status: 'degraded',
      services: { 'ring-keeper': { status: 'faulty', faults: { inbox: 'no bus' } } },
    });
  });

  it('is degraded until every service is up', () => {
    expect(healthOf(['ring-keeper'], [], well)).toMatchObject({
      status: 'degraded',
      services: { 'ring-keeper': { status: 'starting' } },
    });
  });

  it('is degraded while the disk is full, and says so', () => {
    const full = { faults: { serviceBus: 'the disk is full', cosmos: undefined } };
    expect(healthOf(['ring-keeper'], [service('running')], full)).toMatchObject({
      status: 'degraded',
      serviceBus: { status: 'faulty', fault: 'the disk is full' },
    });
  });
});

it('a watched store remembers a refusal until the disk takes something again', async () => {
  const disk = { full: true };
  const store: Store = {
    commit: () => (disk.full ? Promise.reject(new Error('the disk is full')) : Promise.resolve()),
    range: () => [],
    get: () => undefined,
    close: () => Promise.resolve(),
  };
  const watched = watchedStore(store);
  await expect(watched.commit([])).rejects.toThrow('the disk is full');
  expect(watched.fault).toBe('the disk is full');
  disk.full = false;
  await watched.commit([]);
  expect(watched.fault).toBeUndefined();
});
