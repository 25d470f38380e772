import { type SignIn, sessionOf } from './session.ts';

const KEY = 'omd.token';

/** A person is chosen at the sign-in of this machine. The token lives as long as the tab. */
export function openLocal(): SignIn {
  takeToken();
  const known = () => sessionStorage.getItem(KEY) ?? '';
  return {
    kind: 'local',
    session: () => sessionOf(known()),
    token: async () => known(),
    start() {
      const here = window.location.pathname + window.location.search;
      window.location.assign(`/identity/?return=${encodeURIComponent(here)}`);
    },
    end() {
      sessionStorage.removeItem(KEY);
      window.location.assign('/');
    },
  };
}

/** Takes the token that the sign-in left in the address, so that it stays in no history. */
function takeToken(): void {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('access_token');
  if (!token) return;
  sessionStorage.setItem(KEY, token);
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
}
