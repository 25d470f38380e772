import { type UseQueryResult, useInfiniteQuery, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
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

/** A list, page by page as it is scrolled. */
export function useList<Row>(service: Service, tenantId: string, path: string, filters: Filters) {
  return useInfiniteQuery({
    queryKey: [service, tenantId, path, filters],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      askList<Page<Row>>(`${path}${query({ ...filters, limit: PAGE_ROWS, after: pageParam })}`, { signal }),
    getNextPageParam: (last) => last.next,
  });
}

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
