// Unpacks the Chromium that npm has brought, and prints how to start it: the path, and what its environment needs. Runs in a
// process of its own, because the package decides by its environment, when it is loaded, whether to bring libraries along.
import { once } from 'node:events';

const { default: chromium } = await import('@sparticuz/chromium');
chromium.setGraphicsMode = false;
const executablePath = await chromium.executablePath();
const { LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
if (!process.stdout.write(JSON.stringify({ executablePath, env: { LD_LIBRARY_PATH, FONTCONFIG_PATH } })))
  await once(process.stdout, 'drain');
