import { expect, test } from 'vitest';
import { effectivePartitionKey } from './effective-partition-key.ts';

// As the JavaScript SDK computes them.
test.each([
  ['', '32E9366E637A71B4E710384B2F4970A0'],
  ['contoso', '0A4BA22644167DA7161C260336FB5423'],
  ['x'.repeat(33), '0D9DC1C961D856EA059C2FD0A1063BB7'],
  ['Zürich', '3FBB0A9187927C96DC248D3DF21B7444'],
  [1, '20CD98B339BA78A5D0CF6953B87070B0'],
  [-0.5, '04C8191FC18308BCB37FDA5DCC5C9768'],
  [true, '0E711127C5B5A8E4726AC6DD306A3E59'],
  [false, '2FE1BE91E90A3439635E0E9E37361EF2'],
  [null, '378867E4430E67857ACE5C908374FE16'],
  [{}, '11622DAA78F835834610ABE56EFF5CB5'],
])('the key %j lies where clients expect it', (component, point) => {
  expect(effectivePartitionKey([component])).toBe(point);
});

test('a hierarchical key begins with the point of its prefix', () => {
  expect(effectivePartitionKey(['contoso', 'device-1'])).toBe(
    '0A4BA22644167DA7161C260336FB54232674BE86EC7D9E62AD3C60A86E0FFF8B',
  );
});
