import { renderer, type Shape } from '../odata/shape.ts';
import { type Answer, type Call, ok } from './call.ts';
import { notFound } from './errors.ts';
import { factsOf, type Route, type RouteFacts } from './route.ts';

/** A call that reads one resource. */
export interface ItemDraft<Row> extends RouteFacts {
  readonly api?: Route['api'];
  readonly shape: Shape<Row>;
  find(call: Call): Row | undefined;
}

export function item<Row>(draft: ItemDraft<Row>): Route {
  return {
    ...factsOf(draft),
    method: 'GET',
    api: draft.api ?? 'graph',
    options: ['$select', '$expand'],
    shape: draft.shape,
    answer: (call) => itemAnswer(draft.shape, found(draft.find(call), call), call),
  };
}

export function itemAnswer<Row>(shape: Shape<Row>, row: Row, call: Call): Answer {
  return ok({
    '@odata.context': `${call.origin}/${call.version}/$metadata#${shape.type}`,
    ...renderItem(shape, row, call),
  });
}

export function renderItem<Row>(shape: Shape<Row>, row: Row, call: Call): Record<string, unknown> {
  return renderer(shape, call, 'item')(row);
}

/** @throws {GraphError} 404 unless there is something */
export function found<Row>(row: Row | undefined, { params }: Call): Row {
  if (row === undefined) throw notFound(params['id'] ?? '');
  return row;
}
