import type * as z from 'zod';
import { healthSettingsBody } from '../../../shared/contracts/http/health.ts';
import { ALARM, THRESHOLDS } from '../numbers.ts';

export const healthSettings = healthSettingsBody;

/** What a tenant has set for itself. */
export type HealthSettings = z.infer<typeof healthSettings>;

/** What holds until a tenant sets something else. */
export const DEFAULT_SETTINGS: HealthSettings = {
  thresholds: { ...THRESHOLDS },
  alarm: { limit: ALARM.limit, minDevices: ALARM.minDevices },
};
