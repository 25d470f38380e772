import type { Container } from './container.ts';
import type { CompositePath } from './container-definition.ts';
import { badRequest } from './errors.ts';
import type { CompiledQuery } from './sql/index.ts';

/**
 * Several paths are ordered by a composite index of just these paths, in these orders or all reversed. Throws 400 when
 * the container has none such.
 */
export function checkCompositeIndex(container: Container, { info }: CompiledQuery): void {
  const { orderBy, aggregates, groupBy } = info;
  if (orderBy.length < 2 || aggregates.length > 0 || groupBy) return;
  const serves = (index: readonly CompositePath[], reversed: boolean) =>
    index.length === orderBy.length &&
    index.every(({ path, descending }, at) => {
      const asked = orderBy[at];
      return asked?.path.join('/') === path.join('/') && asked.descending !== (descending === reversed);
    });
  if (container.rules.compositeIndexes.some((index) => serves(index, false) || serves(index, true))) return;
  throw badRequest('The order by query does not have a corresponding composite index that it can be served from.');
}
