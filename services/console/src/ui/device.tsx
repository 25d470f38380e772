import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import { ask } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';

/**
 * What people call a device of which an answer tells the id alone; the id, until that is known. Kept apart from what moves
 * with its service: names hardly do, and a page may hold a hundred.
 */
export function DeviceName({ id }: { readonly id: string }) {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const { data } = useQuery({
    queryKey: ['device-names', tenantId, id],
    queryFn: ({ signal }) => ask<AnswerOf<typeof deviceEndpoints.readDevice>>(path(`/devices/${id}`), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.deviceName ?? data?.serialNumber ?? id;
}

/** Leads to the page of a device; under its name when nothing else is said. */
export function DeviceLink({
  id,
  incident,
  children,
}: {
  readonly id: string;
  /** The attack because of which somebody goes there. */
  readonly incident?: string;
  readonly children?: ReactNode;
}) {
  return (
    <Link to="/devices/$deviceId" params={{ deviceId: id }} search={(incident ? { incident } : {}) as never}>
      {children ?? <DeviceName id={id} />}
    </Link>
  );
}
