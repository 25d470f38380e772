import { escapeHtml, page } from '../gateway/html.ts';
import { APP_ROLES } from './app-roles.ts';
import { PEOPLE, type Person } from './people.ts';
import type { TokenRequest } from './token-request.ts';

const BAR = '<p class="local" role="note">Local sign-in: no password, only on this machine, never in production.</p>';

/** Lets somebody choose who to be; `back` is the path they came from. */
export function signInPage(back: string | undefined): string {
  const target = back === undefined ? '' : `<input type="hidden" name="return" value="${escapeHtml(back)}">`;
  return page(
    'Who are you?',
    `${BAR}
<table>
<thead><tr><th scope="col">Person</th><th scope="col">Role</th><th scope="col"></th></tr></thead>
<tbody>
${PEOPLE.map((person) => row(person, target)).join('\n')}
</tbody>
</table>
<h2>Somebody else</h2>
<form method="post" action="/identity/sign-in">
${target}
<label>Name <input name="name" required maxlength="100" autocomplete="off"></label>
<label>Role <select name="role">${APP_ROLES.map(({ value, displayName }) => `<option value="${value}">${displayName}</option>`).join('')}</select></label>
<label>Tenants (ids with commas between them, or * for all) <input name="tenants" required value="*" autocomplete="off"></label>
<button>Sign in</button>
</form>`,
  );
}

function row({ name, role, tenants, about }: Person, target: string): string {
  return `<tr><th scope="row">${escapeHtml(name)}</th><td>${role}: ${escapeHtml(about)}</td><td>
<form method="post" action="/identity/sign-in">${target}
<input type="hidden" name="name" value="${escapeHtml(name)}">
<input type="hidden" name="role" value="${role}">
<input type="hidden" name="tenants" value="${escapeHtml(tenants.join(','))}">
<button aria-label="Sign in as ${escapeHtml(name)}">Sign in</button>
</form></td></tr>`;
}

/** Shows the token to somebody who came from nowhere, to use with curl. */
export function signedInPage({ name, role }: TokenRequest, token: string): string {
  return page(
    `Signed in as ${name}`,
    `${BAR}
<p>Role ${role}, valid for one hour. Send it as <code>Authorization: Bearer …</code>:</p>
<label>Access token <textarea rows="10" readonly>${token}</textarea></label>
<p><a href="/identity/">Choose somebody else</a></p>`,
  );
}
