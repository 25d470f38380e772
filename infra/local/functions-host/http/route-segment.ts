import { type Constraint, parseConstraint } from './route-constraint.ts';

/** What stands between two slashes of a route template. */
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

/** Parses the segments of a template without slashes at its ends. Throws a RangeError that says what is wrong. */
export function parseSegments(path: string): Segment[] {
  return path === '' ? [] : splitSegments(path).map(parseSegment);
}

/** Parameters that may be left out at the end of a path. */
export function isOptional(segment: Segment): boolean {
  if (segment.kind === 'catchAll') return true;
  return segment.kind === 'parameter' && (segment.parameter.optional || segment.parameter.defaultValue !== undefined);
}

/** The parameters of a segment, from left to right. */
export function parametersOf(segment: Segment): Parameter[] {
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
