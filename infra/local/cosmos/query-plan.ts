import type { Answer, Call } from './protocol.ts';
import { LOOKUP_CHARGE } from './request-charge.ts';
import { compileQuery, parseQuerySpec } from './sql-query.ts';

/**
 * With one physical partition there is nothing for a client to merge: the plan names the whole range and asks for
 * no order and no aggregates, and clients pass the finished results through.
 */
export function queryPlan({ body }: Call): Answer {
  compileQuery(parseQuerySpec(body));
  return { status: 200, body: PLAN, charge: LOOKUP_CHARGE };
}

const PLAN = JSON.stringify({
  partitionedQueryExecutionInfoVersion: 2,
  queryInfo: {
    distinctType: 'None',
    groupByExpressions: [],
    groupByAliases: [],
    orderBy: [],
    orderByExpressions: [],
    aggregates: [],
    hasSelectValue: false,
    rewrittenQuery: '',
    groupByAliasToAggregateType: {},
    hasNonStreamingOrderBy: false,
  },
  queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
});
