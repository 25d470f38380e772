/**
 * The only queries there are; but for the last, each runs within one logical partition, so ORDER BY and TOP are the
 * service's own work. Everything else is a point read.
 */
export const QUERIES = {
  /** A list read for the first time: ten pages instead of a thousand point reads. */
  chunks: `SELECT * FROM c WHERE c.kind = 'rows' AND c.id != 'head'`,
  /** What happened to an aggregate, newest first. */
  timeline: `SELECT TOP @limit * FROM c WHERE c.kind IN ('event', 'audit') AND c.position < @before ORDER BY c.position DESC`,
  /** An aggregate's chain, to be verified link by link. */
  chain: `SELECT TOP @limit * FROM c WHERE c.kind = 'audit' AND c.record.number >= @from ORDER BY c.record.number`,
  /** Seals from one number to another, to be verified or looked back through. */
  seals: `SELECT * FROM c WHERE c.kind = 'seal' AND c.number >= @from AND c.number <= @to ORDER BY c.number`,
  /** The last seal, asked once by each process. */
  lastSeal: `SELECT TOP 1 * FROM c WHERE c.kind = 'seal' ORDER BY c.number DESC`,
  /** What is to be forgotten of a tenant that has left: asked of all its partitions, and only then. */
  remains: `SELECT TOP @limit c.tenantId, c.aggregate, c.kind, c.type, c.schemaVersion, c.version, c.audit, c._etag FROM c WHERE c.kind = 'pointer' OR (c.kind = 'state' AND NOT IS_NULL(c.data) AND NOT ARRAY_CONTAINS(@keep, c.type))`,
} as const;

export type QueryName = keyof typeof QUERIES;
