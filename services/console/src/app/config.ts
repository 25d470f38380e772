import type { ConsoleConfig } from '../../../../shared/contracts/http/console-config.ts';

let current: ConsoleConfig | undefined;

/** Asks where the services are and how people sign in, once, before anything is shown. Throws when nobody says. */
export async function loadConfig(): Promise<ConsoleConfig> {
  const response = await fetch('/config.json');
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(String((body as { readonly detail?: unknown }).detail ?? response.status));
  current = body as ConsoleConfig;
  return current;
}

export function config(): ConsoleConfig {
  if (!current) throw new TypeError('The configuration is asked for before it is there.');
  return current;
}
