/** What a query may demand; the first four as Azure Cosmos DB documents them, the rest keep one query from holding the process. */
export const limits = {
  /** UTF-16 units of query text (512 KB). */
  textLength: 262_144,
  joins: 10,
  inListItems: 16_000,
  /** Items of one AND or one OR. */
  logicalOperands: 2_000,
  parameters: 16_000,
  /** Levels of brackets, subqueries, conditionals and unary operators. */
  nesting: 128,
  /** Levels of arrays and objects in a document, a parameter or a parsed string. */
  documentNesting: 128,
  /** UTF-16 units of a string that a function builds. */
  stringLength: 4_194_304,
  /** Rows of all inputs and subqueries in one run. */
  rows: 2_000_000,
  /** Milliseconds of one run. */
  runMilliseconds: 30_000,
  /** Milliseconds that one regular expression may take for one string. */
  regexMilliseconds: 250,
  /** Characters compared for one LIKE: length of the text times length of the pattern. */
  likeComparisons: 100_000_000,
} as const;
