import type { ConsoleConfig } from '../../../../shared/contracts/http/console-config.ts';
import { openLocal } from './local.ts';
import type { SignIn } from './session.ts';

let current: SignIn | undefined;

/** Goes on with whoever is signed in already. Entra's library is loaded where it is needed alone. */
export async function openSignIn({ signIn }: ConsoleConfig): Promise<void> {
  if (signIn.kind === 'local') current = openLocal();
  else current = await import('./entra.ts').then(({ openEntra }) => openEntra(signIn));
}

export function signedIn(): SignIn {
  if (!current) throw new TypeError('Who is signed in is asked before anybody can be.');
  return current;
}
