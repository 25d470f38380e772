import type { Answer, RequestHeaders } from './protocol.ts';
import { LOOKUP_CHARGE } from './request-charge.ts';

/** What clients ask first: where to read and write, which consistency, what queries may do. */
export function readAccount({ host }: RequestHeaders): Answer {
  const locations = [{ name: 'Local', databaseAccountEndpoint: `http://${host ?? '127.0.0.1'}/` }];
  const account = {
    // The JavaScript SDK throws the locations of an account called localhost away, and asks again before each call.
    id: 'open-managed-desktop',
    _rid: 'open-managed-desktop',
    _self: '',
    _dbs: '//dbs/',
    media: '//media/',
    addresses: '//addresses/',
    writableLocations: locations,
    readableLocations: locations,
    enableMultipleWriteLocations: false,
    userReplicationPolicy: { asyncReplication: false, minReplicaSetSize: 1, maxReplicasetSize: 1 },
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    systemReplicationPolicy: { minReplicaSetSize: 1, maxReplicasetSize: 1 },
    readPolicy: { primaryReadCoefficient: 1, secondaryReadCoefficient: 1 },
    queryEngineConfiguration: QUERY_ENGINE_CONFIGURATION,
  };
  return { status: 200, body: JSON.stringify(account), charge: LOOKUP_CHARGE };
}

/** A JSON text inside JSON: .NET refuses to query without it. */
const QUERY_ENGINE_CONFIGURATION = JSON.stringify({
  maxSqlQueryInputLength: 262_144,
  maxJoinsPerSqlQuery: 10,
  maxLogicalAndPerSqlQuery: 2000,
  maxLogicalOrPerSqlQuery: 2000,
  maxUdfRefPerSqlQuery: 0,
  maxInExpressionItemsCount: 16_000,
  queryMaxInMemorySortDocumentCount: 500,
  maxQueryRequestTimeoutFraction: 0.9,
  sqlAllowNonFiniteNumbers: false,
  sqlAllowAggregateFunctions: true,
  sqlAllowSubQuery: true,
  sqlAllowScalarSubQuery: true,
  allowNewKeywords: true,
  sqlAllowLike: true,
  sqlAllowGroupByClause: true,
  maxSpatialQueryCells: 12,
  spatialMaxGeometryPointCount: 256,
  sqlDisableOptimizationFlags: 0,
  sqlEnableParameterExpansionCheck: true,
});
