import { ServiceBusError } from '../errors.ts';

/** `at` counts characters from the start of the expression. */
export const syntaxError = (reason: string, at: number) =>
  new ServiceBusError(
    'com.microsoft:argument-error',
    `There was an error parsing the SQL expression. [Character=${at}] ${reason}`,
  );
