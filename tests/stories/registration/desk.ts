import { part } from '../product.ts';

/** The product with device-registration alone. */
export const desk = part('registration-desk', new URL('desk/', import.meta.url));
