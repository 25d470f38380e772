import { expect, test } from 'vitest';
import { openContainer } from './container.ts';
import { containerSettings } from './container-definition.ts';
import { limitedThroughput } from './throughput.ts';

const container = () => openContainer({ ...containerSettings({ id: 'c' }), _rid: '', _self: '', _etag: '', _ts: 0 });

test('what is spent beyond the budget of a second is paid off by the seconds that follow', () => {
  let now = 0;
  const throughput = limitedThroughput(400, () => now);
  const things = container();
  throughput.admit(things);
  throughput.spend(things, 1_000);
  now = 300;
  expect(() => throughput.admit(things)).toThrow(
    expect.objectContaining({ status: 429, substatus: 3200, retryAfterInMs: 1_700 }),
  );
  now = 1_999;
  expect(() => throughput.admit(things)).toThrow(expect.objectContaining({ retryAfterInMs: 1 }));
  now = 2_000;
  expect(() => throughput.admit(things)).not.toThrow();
});

test('what a second leaves over is not saved up', () => {
  let now = 0;
  const throughput = limitedThroughput(400, () => now);
  const things = container();
  throughput.spend(things, 1);
  now = 60_000;
  throughput.spend(things, 400);
  expect(() => throughput.admit(things)).toThrow(expect.objectContaining({ status: 429 }));
});

test('each container has a budget of its own', () => {
  const throughput = limitedThroughput(400, () => 0);
  const [busy, idle] = [container(), container()];
  throughput.spend(busy, 500);
  expect(() => throughput.admit(busy)).toThrow(expect.objectContaining({ status: 429 }));
  expect(() => throughput.admit(idle)).not.toThrow();
});
