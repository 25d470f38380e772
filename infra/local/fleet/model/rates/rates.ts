import { delayRates } from './delay-rates.ts';
import { healthRates } from './health-rates.ts';
import { lifeRates } from './life-rates.ts';
import { mixRates } from './mix-rates.ts';
import { presenceRates } from './presence-rates.ts';
import { valuesOf } from './rate.ts';
import { securityRates } from './security-rates.ts';
import { updateRates } from './update-rates.ts';

/** Every number the model behaves by, with its source. */
export const rateBook = {
  presence: presenceRates,
  mix: mixRates,
  life: lifeRates,
  updates: updateRates,
  health: healthRates,
  security: securityRates,
  delays: delayRates,
} as const;

/** The same, as bare numbers. */
export const rates = valuesOf(rateBook);
