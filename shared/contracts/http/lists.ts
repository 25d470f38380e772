import * as z from 'zod';

export const PAGE_LIMIT = 500;

/** What every list takes: `limit` rows after the opaque `after`, which is the `next` of the page before. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(50),
  after: z.string().max(1024).exactOptional(),
});

/** What lists of rows take besides: a search text, a sort field (`-` before it: descending). Filters are fields of their own. */
export const listQuery = pageQuery.extend({
  search: z.string().max(100).exactOptional(),
  sort: z
    .string()
    .regex(/^-?[A-Za-z][A-Za-z0-9]{0,63}$/)
    .exactOptional(),
  skip: z.coerce.number().int().min(0).max(10_000_000).exactOptional().describe('Rows left out; instead of `after`.'),
});

/** A page of a list. Without `next` it is the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().exactOptional(),
    total: z
      .int()
      .exactOptional()
      .describe('Rows of all pages, where a list counts them; not told again after a page.'),
  });
