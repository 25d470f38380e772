import { type Constraint, parseConstraint } from './route-constraint.ts';

/** An ASP.NET Core route template, parsed. */
export interface RouteTemplate {
  readonly segments: readonly Segment[];
}

export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  /** Literals and parameters that take turns within one segment, such as `{name}.{extension}`. */
  | { readonly kind: 'mixed'; readonly parts: readonly Part[] }
  | { readonly kind: 'catchAll'; readonly parameter: Parameter };

export type Part = { readonly literal: string } | { readonly parameter: Parameter };

export interface Parameter {
  readonly name: string;
  readonly constraints: readonly Constraint[];
  readonly optional: boolean;
  readonly defaultValue: string | undefined;
}

export type RouteParams = Readonly<Record<string, string>>;

/** Parses `people/{id:int}/{tab?}/{*rest}`. Throws a RangeError that says what is wrong. */
export function parseTemplate(template: string): RouteTemplate {
  const path = template.replace(/^\/|\/$/g, '');
  const segments = path === '' ? [] : splitSegments(path).map(parseSegment);
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

/** Parameters that may be left out at the end of a path. */
export function isOptional(segment: Segment): boolean {
  if (segment.kind === 'catchAll') return true;
  return segment.kind === 'parameter' && (segment.parameter.optional || segment.parameter.defaultValue !== undefined);
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

/** A slash inside of braces belongs to a constraint. */
function splitSegments(path: string): string[] {
  const segments = [''];
  let depth = 0;
  for (const character of path) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (character === '/' && depth === 0) segments.push('');
    else segments[segments.length - 1] += character;
  }
  if (segments.includes('')) throw new RangeError('"//" is no path');
  return segments;
}

function parseSegment(text: string): Segment {
  const parts = parseParts(text);
  const [first, second] = parts;
  if (first === undefined) throw new RangeError('"//" is no path');
  if (second === undefined && 'literal' in first) return { kind: 'literal', text: first.literal };
  if (second === undefined && 'parameter' in first) return single(first.parameter);
  if (parts.some((part, index) => 'parameter' in part && 'parameter' in (parts[index + 1] ?? {})))
    throw new RangeError(`"${text}" has two parameters with nothing between them`);
  if (parts.some((part) => 'parameter' in part && (part.parameter.optional || part.parameter.name.startsWith('*'))))
    throw new RangeError(`"${text}": an optional or catch-all parameter stands alone in its segment`);
  return { kind: 'mixed', parts };
}

function single(parameter: Parameter): Segment {
  const name = parameter.name.replace(/^\*{1,2}/, '');
  if (name === parameter.name) return { kind: 'parameter', parameter };
  if (parameter.optional) throw new RangeError(`the catch-all parameter "${name}" cannot be optional`);
  return { kind: 'catchAll', parameter: { ...parameter, name } };
}

function parseParts(text: string): Part[] {
  const parts: Part[] = [];
  let position = 0;
  while (position < text.length) {
    const end = text[position] === '{' && text[position + 1] !== '{' ? closingBrace(text, position) : undefined;
    if (end !== undefined) {
      parts.push({ parameter: parseParameter(text.slice(position + 1, end)) });
      position = end + 1;
      continue;
    }
    const literal = /^(?:\{\{|\}\}|[^{}?])+/.exec(text.slice(position))?.[0];
    if (literal === undefined) throw new RangeError(`"${text}" has a stray "${text[position]}"`);
    parts.push({ literal: literal.replaceAll('{{', '{').replaceAll('}}', '}') });
    position += literal.length;
  }
  return parts;
}

/** Braces of a regular expression are doubled in a template. */
function closingBrace(text: string, open: number): number {
  for (let position = open + 1; position < text.length; position++) {
    const pair = text.slice(position, position + 2);
    if (pair === '{{' || pair === '}}') position++;
    else if (text[position] === '}') return position;
    else if (text[position] === '{') break;
  }
  throw new RangeError(`"${text}" has a "{" without its "}"`);
}

function parseParameter(text: string): Parameter {
  const parts =
    /^(?<name>\*{0,2}[a-z_]\w*)(?<constraints>(?::(?:[^:=?(]+(?:\(.*?\)(?=[:=?]|$))?))*)(?:=(?<defaultValue>.*?))?(?<optional>\?)?$/is.exec(
      text,
    )?.groups;
  if (!parts) throw new RangeError(`"{${text}}" is no parameter`);
  const optional = parts['optional'] !== undefined;
  const defaultValue = parts['defaultValue'];
  if (optional && defaultValue !== undefined) throw new RangeError(`"{${text}}" is optional and has a default value`);
  return {
    name: parts['name'] ?? '',
    constraints: splitConstraints(parts['constraints'] ?? '').map(parseConstraint),
    optional,
    defaultValue,
  };
}

function splitConstraints(text: string): string[] {
  return text.match(/:[^:(]+(?:\(.*?\)(?=:|$))?/gs)?.map((constraint) => constraint.slice(1)) ?? [];
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

function parametersOf(segment: Segment): Parameter[] {
  switch (segment.kind) {
    case 'literal':
      return [];
    case 'mixed':
      return segment.parts.flatMap((part) => ('parameter' in part ? [part.parameter] : []));
    case 'parameter':
    case 'catchAll':
      return [segment.parameter];
  }
}
