import { clock } from '../time/clock.ts';
import { accessInWords, accessTo } from './credentials/access.ts';
import { entraCredentials } from './credentials/entra.ts';
import { openTokens } from './credentials/tokens.ts';

// `node show-access.ts <tenant> <allowed | not-allowed>`: prints what whoever is signed in on this machine may do in a
// tenant. It asks for tokens, and calls nothing.
const [tenantId = '', writes] = process.argv.slice(2);
const tokens = openTokens(entraCredentials({ kind: 'developer' }, 'https://login.microsoftonline.com'), clock);
const lines = accessInWords(await accessTo(tokens, tenantId, writes === 'allowed'));
process.stdout.write(lines.map((line) => `${line}\n`).join(''));
