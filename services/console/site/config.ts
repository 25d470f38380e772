import { type ConsoleConfig, consoleConfig } from '../../../shared/contracts/http/console-config.ts';

type Settings = Readonly<Record<string, string | undefined>>;

const AUTHORITY = 'https://login.microsoftonline.com';

/**
 * The configuration that the app's settings make: `API_URLS` (JSON, by service), `ENTRA_TENANT_ID`,
 * `CONSOLE_APPLICATION_ID`, `API_APPLICATION_ID`, and `ENTRA_AUTHORITY` where the cloud is not the usual one.
 * A text says what is wrong with them.
 */
export function configOf(settings: Settings): ConsoleConfig | string {
  const missing = ['API_URLS', 'ENTRA_TENANT_ID', 'CONSOLE_APPLICATION_ID', 'API_APPLICATION_ID'].filter(
    (name) => !settings[name],
  );
  if (missing.length > 0) return `Nobody can sign in yet: ${missing.join(', ')} not set.`;
  const { data, error } = consoleConfig.safeParse({
    apis: parsed(settings['API_URLS'] ?? ''),
    signIn: {
      kind: 'entra',
      authority: `${settings['ENTRA_AUTHORITY'] || AUTHORITY}/${settings['ENTRA_TENANT_ID']}`,
      clientId: settings['CONSOLE_APPLICATION_ID'],
      scope: `api://${settings['API_APPLICATION_ID']}/access_as_user`,
    },
  });
  return data ?? `The settings are wrong: ${error?.issues.map(({ path }) => path.join('.')).join(', ')}.`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
