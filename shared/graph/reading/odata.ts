type Value = string | number | boolean | Date;

/** OData text whose values cannot become part of it. */
export interface Expression {
  readonly text: string;
}

/** An expression from a template: `odata\`deviceName eq ${name}\``. Strings are quoted, so no value ends its own literal. */
export function odata(parts: TemplateStringsArray, ...values: readonly (Value | Expression)[]): Expression {
  return { text: String.raw({ raw: parts }, ...values.map(literal)) };
}

export interface Query {
  readonly filter?: Expression;
  readonly select?: readonly string[];
  readonly expand?: string;
  readonly orderby?: string;
  readonly top?: number;
  readonly count?: boolean;
}

/** A path with its query; commas in names and everything else that could mean something are encoded. */
export function withQuery(path: `/${string}`, query: Query): `/${string}` {
  const { filter, select, expand, orderby, top, count } = query;
  const options: [string, string | undefined][] = [
    ['$filter', filter?.text],
    ['$select', select?.join(',')],
    ['$expand', expand],
    ['$orderby', orderby],
    ['$top', top?.toString()],
    ['$count', count?.toString()],
  ];
  const said = options.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encode(value)}`]));
  return said.length > 0 ? `${path}?${said.join('&')}` : path;
}

/** A path from a template whose values stay one segment each: `at\`/users/${id}/managedDevices\``. */
export function at(parts: TemplateStringsArray, ...values: readonly (string | number)[]): `/${string}` {
  const path = String.raw({ raw: parts }, ...values.map(segment));
  if (!path.startsWith('/')) throw new TypeError('A path begins with a slash.');
  return path as `/${string}`;
}

function literal(value: Value | Expression): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? value.text : String(value);
}

/** Dots alone would climb out of the path. */
function segment(value: string | number): string {
  const text = String(value);
  if (text === '' || /^\.+$/.test(text)) throw new TypeError('This is no segment of a path.');
  return encode(text);
}

/** JavaScript leaves the quote as it is, and gateways differ in what they make of one. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
