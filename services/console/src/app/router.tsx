import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Shell } from './shell.tsx';

type Search = Readonly<Record<string, string>>;

/** The address is the state: every filter, and the search, can be sent to somebody. */
const validateSearch = (search: Record<string, unknown>): Search =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, String(value)]],
    ),
  );

const root = createRootRoute({ component: Shell, validateSearch });

const page = <Path extends string>(path: Path, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load as never, name as never) });

const routes = [
  page('/', () => import('../pages/overview.tsx'), 'OverviewPage'),
  page('/devices', () => import('../pages/devices.tsx'), 'DevicesPage'),
  page('/devices/$deviceId', () => import('../pages/device.tsx'), 'DevicePage'),
  page('/import', () => import('../pages/import.tsx'), 'ImportPage'),
  page('/rings', () => import('../pages/rings.tsx'), 'RingsPage'),
  page('/updates', () => import('../pages/updates.tsx'), 'UpdatesPage'),
  page('/releases', () => import('../pages/releases.tsx'), 'ReleasesPage'),
  page('/releases/$releaseId', () => import('../pages/release.tsx'), 'ReleasePage'),
  page('/health', () => import('../pages/health.tsx'), 'HealthPage'),
  page('/tickets', () => import('../pages/tickets.tsx'), 'TicketsPage'),
  page('/tickets/$ticketId', () => import('../pages/ticket.tsx'), 'TicketPage'),
  page('/security', () => import('../pages/security.tsx'), 'SecurityPage'),
  page('/security/$incidentId', () => import('../pages/security-incident.tsx'), 'SecurityIncidentPage'),
  page('/approvals', () => import('../pages/approvals.tsx'), 'ApprovalsPage'),
  page('/dead-letters', () => import('../pages/dead-letters.tsx'), 'DeadLettersPage'),
  page('/tenants', () => import('../pages/tenants.tsx'), 'TenantsPage'),
  page('/audit', () => import('../pages/audit.tsx'), 'AuditPage'),
  page('/consent', () => import('../pages/consent.tsx'), 'ConsentPage'),
  // `/simulation` itself is where the simulated cloud takes orders.
  page('/simulated-fleet', () => import('../pages/simulated-fleet.tsx'), 'SimulatedFleetPage'),
];

export const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: 'intent' });
