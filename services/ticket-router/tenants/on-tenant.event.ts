import { keepTenant } from '../../../shared/functions/tenants/known-tenant.ts';

/** Every event about a tenant carries it whole, so one way of keeping it serves them all. */
export const onTenant = keepTenant;
