import { isOptional, type Parameter, type Part, parametersOf, parseSegments, type Segment } from './route-segment.ts';

/** An ASP.NET Core route template, parsed. */
export interface RouteTemplate {
  readonly segments: readonly Segment[];
}

export type RouteParams = Readonly<Record<string, string>>;

/** Parses `people/{id:int}/{tab?}/{*rest}`. Throws a RangeError that says what is wrong. */
export function parseTemplate(template: string): RouteTemplate {
  const path = template.replace(/^\/|\/$/g, '');
  const segments = parseSegments(path);
  refuseMisplaced(segments);
  refuseRepeated(segments);
  return { segments };
}

/** Matches the segments of a path, decoded but for `%2F`; undefined when the template does not fit. */
export function matchTemplate({ segments }: RouteTemplate, path: readonly string[]): RouteParams | undefined {
  const params: Record<string, string> = {};
  let position = 0;
  for (const segment of segments) {
    if (segment.kind === 'catchAll') {
      const rest = path.slice(position).join('/') || segment.parameter.defaultValue || '';
      return assign(segment.parameter, rest, params) ? params : undefined;
    }
    const text = path[position++];
    if (!matchSegment(segment, text, params)) return undefined;
  }
  return position >= path.length ? params : undefined;
}

function matchSegment(
  segment: Exclude<Segment, { kind: 'catchAll' }>,
  text: string | undefined,
  params: Record<string, string>,
): boolean {
  switch (segment.kind) {
    case 'literal':
      return text !== undefined && sameText(segment.text, text);
    case 'parameter':
      if (text !== undefined) return text !== '' && assign(segment.parameter, text, params);
      if (segment.parameter.defaultValue !== undefined)
        return assign(segment.parameter, segment.parameter.defaultValue, params);
      return segment.parameter.optional;
    case 'mixed':
      return text !== undefined && matchParts(segment.parts, text, params);
  }
}

/** From the right, each parameter taking as little as it can: linear, whatever the path holds. */
function matchParts(parts: readonly Part[], text: string, params: Record<string, string>): boolean {
  let end = text.length;
  let open: Parameter | undefined;
  for (const part of parts.toReversed()) {
    if ('parameter' in part) {
      open = part.parameter;
      continue;
    }
    const start = open
      ? text.toLowerCase().lastIndexOf(part.literal.toLowerCase(), end - part.literal.length - 1)
      : end - part.literal.length;
    if (start < 0 || !sameText(text.slice(start, start + part.literal.length), part.literal)) return false;
    if (open && !assign(open, text.slice(start + part.literal.length, end), params)) return false;
    open = undefined;
    end = start;
  }
  return open ? end > 0 && assign(open, text.slice(0, end), params) : end === 0;
}

function assign({ name, constraints }: Parameter, value: string, params: Record<string, string>): boolean {
  if (!constraints.every((constraint) => constraint.accepts(value))) return false;
  params[name] = value;
  return true;
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function refuseMisplaced(segments: readonly Segment[]): void {
  segments.forEach((segment, index) => {
    if (segment.kind === 'catchAll' && index < segments.length - 1)
      throw new RangeError('a catch-all parameter must be the last segment');
    if (segment.kind === 'parameter' && segment.parameter.optional && !segments.slice(index).every(isOptional))
      throw new RangeError(`the optional parameter "${segment.parameter.name}" is followed by a segment that is not`);
  });
}

function refuseRepeated(segments: readonly Segment[]): void {
  const seen = new Set<string>();
  for (const { name } of segments.flatMap(parametersOf)) {
    if (seen.has(name.toLowerCase())) throw new RangeError(`the parameter "${name}" appears twice`);
    seen.add(name.toLowerCase());
  }
}
