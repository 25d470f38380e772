/** The column of a device's health in which each signal of the fleet is found. */
export const COLUMN_OF_SIGNAL = { 'stop-errors': 'stopErrors', firewall: 'firewall', bitlocker: 'bitlocker' } as const;
