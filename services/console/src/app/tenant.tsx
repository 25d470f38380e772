import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { tenantEndpoints } from '../../../../shared/contracts/http/tenants.ts';
import { askList } from '../api/client.ts';
import type { RowOf } from '../api/types.ts';
import { ASK_AGAIN_MS, type Page, useChanges } from '../api/use-data.ts';
import type { Asked } from '../ui/states.tsx';

export type Tenant = RowOf<typeof tenantEndpoints.listTenants>;

const KEY = 'omd.tenant';

interface Choice {
  readonly tenant: Tenant | undefined;
  readonly tenants: readonly Tenant[];
  /** How the question which tenants there are stands. */
  readonly asked: Asked<unknown> | undefined;
  choose(tenantId: string): void;
}

const TenantContext = createContext<Choice>({
  tenant: undefined,
  tenants: [],
  asked: undefined,
  choose: () => undefined,
});

/** The tenant that everything on the page is about. */
export const useTenantChoice = () => useContext(TenantContext);

export function useTenant(): Tenant {
  const { tenant } = useContext(TenantContext);
  if (!tenant) throw new TypeError('There is no tenant.');
  return tenant;
}

/** Addresses of a tenant's things. */
export function useTenantPath(): (path: string) => string {
  const { tenantId } = useTenant();
  return (path) => `/api/v1/tenants/${tenantId}${path}`;
}

export function TenantProvider({ children }: { readonly children: ReactNode }) {
  const asked = useQuery({
    queryKey: ['tenants'],
    queryFn: () => askList<Page<Tenant>>('/api/v1/tenants?limit=500'),
    refetchInterval: ({ state: { error } }) => (error ? ASK_AGAIN_MS : 30_000),
  });
  const [chosen, setChosen] = useState(
    () => new URLSearchParams(window.location.search).get('tenant') ?? localStorage.getItem(KEY),
  );
  const tenants = asked.data?.items ?? NONE;
  const tenant = tenants.find(({ tenantId }) => tenantId === chosen) ?? tenants[0];
  useChanges(tenant?.tenantId);
  const value = useMemo(
    () => ({
      tenant,
      tenants,
      asked,
      choose: (tenantId: string) => {
        localStorage.setItem(KEY, tenantId);
        setChosen(tenantId);
      },
    }),
    [tenant, tenants, asked],
  );
  return <TenantContext.Provider value={value}>{children}</TenantContext.Provider>;
}

const NONE: readonly Tenant[] = [];

/** Dates as people of the tenant write them, in their zone. */
export function useDates() {
  const { timeZone } = useTenant();
  return useMemo(() => {
    const date = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' });
    const moment = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    return {
      date: (text: string | null | undefined) => (text ? date.format(new Date(text)) : ''),
      moment: (text: string | null | undefined) => (text ? moment.format(new Date(text)) : ''),
    };
  }, [timeZone]);
}
