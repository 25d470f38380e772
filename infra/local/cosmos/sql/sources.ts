import type { Json } from '../json.ts';
import type { Expression, Source } from './ast.ts';
import type { Evaluate, Row, Run } from './evaluation.ts';
import { type Compilation, compileExpression } from './expression-compiler.ts';
import { type Scope, withName, withSlot } from './scope.ts';
import { isArray } from './values.ts';

/** FROM and JOIN: the rows that one row of the query around them unfolds into, and the scope of these rows. */
export interface Sources {
  readonly scope: Scope;
  readonly unfold: (row: Row, run: Run) => Iterable<Row>;
}

/** Compiles FROM and JOIN; each source sees the ones before it. */
export function compileSources(sources: readonly Source[], outer: Scope, compilation: Compilation): Sources {
  let result: Sources = { scope: outer, unfold: (row) => [row] };
  const aliases = new Set<string>();
  for (const source of sources) {
    if (aliases.has(source.alias))
      compilation.fail('SC2010', `The input alias '${source.alias}' is specified more than once.`, source.at);
    aliases.add(source.alias);
    result = join(result, source, compilation);
  }
  return result;
}

function join(left: Sources, source: Source, compilation: Compilation): Sources {
  const visible = withRoot(left.scope, source);
  const slot =
    source.kind === 'value' && source.value.kind === 'identifier' ? visible.names.get(source.value.name) : undefined;
  if (slot !== undefined) return { ...left, scope: withName(left.scope, source.alias, slot) };
  const values = compileValues(source, visible, compilation);
  return {
    scope: withSlot(left.scope, source.alias),
    *unfold(row, run) {
      for (const outer of left.unfold(row, run)) {
        for (const value of values(outer, run)) {
          run.countRow();
          yield [...outer, value];
        }
      }
    },
  };
}

/** The first name of the first FROM means the document, whatever it is. */
function withRoot(scope: Scope, source: Source): Scope {
  if (!scope.atRoot || source.kind === 'subquery') return scope;
  const root = firstName(source.kind === 'value' ? source.value : source.of);
  return root === undefined ? scope : withName(scope, root, 0);
}

function firstName(expression: Expression): string | undefined {
  if (expression.kind === 'path') return firstName(expression.from);
  return expression.kind === 'identifier' ? expression.name : undefined;
}

function compileValues(source: Source, scope: Scope, compilation: Compilation): (row: Row, run: Run) => Iterable<Json> {
  switch (source.kind) {
    case 'subquery':
      return compilation.subquery(source.query, scope);
    case 'elements':
      return elements(compileExpression(source.of, scope, compilation));
    case 'value':
      return single(compileExpression(source.value, scope, compilation));
  }
}

function elements(collection: Evaluate): (row: Row, run: Run) => Iterable<Json> {
  return (row, run) => {
    const value = collection(row, run);
    return isArray(value) ? value : [];
  };
}

function single(evaluate: Evaluate): (row: Row, run: Run) => Iterable<Json> {
  return (row, run) => {
    const value = evaluate(row, run);
    return value === undefined ? [] : [value];
  };
}
