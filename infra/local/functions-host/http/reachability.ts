import { isOptional, type Parameter, type Segment } from './route-segment.ts';
import type { RouteTemplate } from './route-template.ts';

/** Whether `first` matches every path that `second` matches. False when it cannot be told. */
export function coversTemplate(first: RouteTemplate, second: RouteTemplate): boolean {
  return covers(first.segments, second.segments);
}

function covers(first: readonly Segment[], second: readonly Segment[]): boolean {
  const [a, ...restOfFirst] = first;
  const [b, ...restOfSecond] = second;
  if (!a) return !b;
  if (a.kind === 'catchAll') return a.parameter.constraints.length === 0;
  if (!b) return first.every(isOptional);
  if (b.kind === 'catchAll') return false;
  // A path may end where `second` may be left out: then `first` must allow the same.
  if (isOptional(b) && !isOptional(a)) return false;
  return coversSegment(a, b) && covers(restOfFirst, restOfSecond);
}

function coversSegment(a: Exclude<Segment, { kind: 'catchAll' }>, b: Exclude<Segment, { kind: 'catchAll' }>): boolean {
  switch (a.kind) {
    case 'literal':
      return b.kind === 'literal' && a.text.toLowerCase() === b.text.toLowerCase();
    case 'parameter':
      return coversParameter(a.parameter, b);
    case 'mixed':
      return JSON.stringify(a) === JSON.stringify(b);
  }
}

function coversParameter({ constraints }: Parameter, b: Exclude<Segment, { kind: 'catchAll' }>): boolean {
  if (b.kind === 'literal') return constraints.every((constraint) => constraint.accepts(b.text));
  if (b.kind === 'mixed') return constraints.length === 0;
  const others = new Set(b.parameter.constraints.map(({ text }) => text));
  return constraints.every(({ text }) => others.has(text));
}
