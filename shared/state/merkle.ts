import { digest } from './digest.ts';

/** Root over the leaves in their order; leaves and nodes are hashed apart (RFC 6962), so that neither passes for the other. */
export function merkleRoot(leaves: readonly string[]): string {
  let level = leaves.map((leaf) => digest(`leaf:${leaf}`));
  while (level.length > 1)
    level = pairs(level).map(([left, right]) => (right ? digest(`node:${left}:${right}`) : left));
  return level[0] ?? digest('');
}

function pairs(level: readonly string[]): [left: string, right: string | undefined][] {
  return level.filter((_, at) => at % 2 === 0).map((left, at) => [left, level[2 * at + 1]]);
}
