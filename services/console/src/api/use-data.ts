import { type UseQueryResult, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { ask, askList, query, request } from './client.ts';
import { SERVICES, type Service } from './services.ts';

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
  /** Rows of all pages; told with the first one. */
  readonly total?: number;
}

interface Asking {
  readonly signal: AbortSignal;
}

type Filters = Readonly<Record<string, string | number | boolean | undefined>>;

/** One thing that a service knows of a tenant, asked anew when the service says that something has moved. */
export function useData<T>(service: Service, tenantId: string, path: string) {
  return useQuery(thing<T>(service, tenantId, path));
}

/** The same, of the first rows of a list. */
export function useRows<Row>(service: Service, tenantId: string, path: string) {
  return useQuery(rowsOf<Row>(service, tenantId, path));
}

const thing = <T>(service: Service, tenantId: string, path: string) => ({
  queryKey: [service, tenantId, path],
  queryFn: ({ signal }: Asking) => ask<T>(path, { signal }),
});

const rowsOf = <Row>(service: Service, tenantId: string, path: string) => ({
  queryKey: [service, tenantId, path],
  queryFn: ({ signal }: Asking) => askList<Page<Row>>(path, { signal }),
});

const PAGE_ROWS = 200;

/** A list of any length, of which those pages are asked for that hold rows in sight. */
export function useList<Row>(service: Service, tenantId: string, path: string, filters: Filters) {
  const [sight, setSight] = useState<Sight>({ first: 0, last: 0 });
  // The first one says how long the list is.
  const numbers = [0, ...range(Math.max(sight.first, 1), sight.last)];
  const pages = useQueries({
    queries: numbers.map((n) => ({
      queryKey: [service, tenantId, path, filters, n],
      queryFn: ({ signal }: Asking) =>
        askList<Page<Row>>(`${path}${query({ ...filters, limit: PAGE_ROWS, skip: n * PAGE_ROWS || undefined })}`, {
          signal,
        }),
    })),
  });
  const known = pages.flatMap(({ data }) => data?.items ?? []);
  return {
    total: pages[0]?.data?.total ?? known.length,
    /** Those of the rows that have come. */
    known,
    /** Undefined until it has come. */
    rowAt(index: number): Row | undefined {
      const at = numbers.indexOf(Math.floor(index / PAGE_ROWS));
      return pages[at]?.data?.items[index % PAGE_ROWS];
    },
    /** Says which rows are in sight. */
    see: useCallback((from: number, to: number) => {
      const next = { first: Math.floor(from / PAGE_ROWS), last: Math.floor(to / PAGE_ROWS) };
      setSight((now) => (now.first === next.first && now.last === next.last ? now : next));
    }, []),
    isPending: pages[0]?.isPending ?? true,
    error: pages.find(({ error }) => error)?.error ?? null,
    refetch() {
      for (const page of pages) if (page.error) void page.refetch();
    },
  };
}

/** Numbers of pages. */
interface Sight {
  readonly first: number;
  readonly last: number;
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);

/** The first rows of several lists of one service. */
export function useAll<Row>(service: Service, tenantId: string, paths: readonly string[]) {
  const answers = useQueries({ queries: paths.map((path) => rowsOf<Row>(service, tenantId, path)) });
  return answers.map(({ data, error, isPending, refetch }) => ({ service, data, error, isPending, refetch }));
}

/** The same, asked of every service. `path` goes on behind the tenant's own address there. */
export function useEach<T>(tenantId: string, path: string) {
  return eachOf(
    useQueries({ queries: SERVICES.map((service) => thing<T>(service, tenantId, ownPath(service, tenantId, path))) }),
  );
}

/** The first rows of the same list of every service. */
export function useEachRows<Row>(tenantId: string, path: string) {
  return eachOf(
    useQueries({
      queries: SERVICES.map((service) => rowsOf<Row>(service, tenantId, ownPath(service, tenantId, path))),
    }),
  );
}

const ownPath = (service: Service, tenantId: string, path: string) => `/api/v1/${service}/tenants/${tenantId}${path}`;

const eachOf = <T>(answers: readonly UseQueryResult<T>[]) =>
  answers.map(({ data, error, isPending, refetch }, n) => ({
    service: SERVICES[n] as Service,
    data,
    error,
    isPending,
    refetch,
  }));

const POLL_MS = 3_000;

/** How long after it failed something is asked for again. */
export const ASK_AGAIN_MS = 3_000;

/**
 * Asks each service what has moved, and asks anew only for what that service shows. One small answer each, and mostly
 * "nothing" (304).
 */
export function useChanges(tenantId: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!tenantId) return;
    const etags = new Map<Service, string>();
    let isLooking = false;
    const look = async () => {
      if (isLooking || document.hidden) return;
      isLooking = true;
      await Promise.allSettled(
        SERVICES.map(async (service) => {
          const known = etags.get(service);
          const headers = known ? { 'if-none-match': known } : {};
          const response = await request(`/api/v1/${service}/tenants/${tenantId}/changes`, { headers });
          const etag = response.headers.get('etag');
          if (response.status === 304 || !etag || etag === known) return;
          etags.set(service, etag);
          if (known) await queries.invalidateQueries({ queryKey: [service, tenantId] });
        }),
      );
      isLooking = false;
    };
    void look();
    const timer = setInterval(() => void look(), POLL_MS);
    return () => clearInterval(timer);
  }, [tenantId, queries]);
}
