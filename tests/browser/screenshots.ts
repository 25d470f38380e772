import { fileURLToPath } from 'node:url';
import { buildConsole, needsConsole } from '../../infra/local/build/console.ts';
import { productFolders } from '../../infra/local/build/folders.ts';
import { addressOf } from './addresses.ts';
import { launchChromium } from './chromium.ts';
import { runProduct } from './running-product.ts';
import { ADA, openTab } from './tab.ts';

/** The pictures of the README, taken from the running product: `node --import tsx tests/browser/screenshots.ts`. */
const PICTURES = [
  ['overview', '/', 'light'],
  ['attack', '/security/$incidentId', 'dark'],
] as const;

const fileOf = (name: string) => fileURLToPath(new URL(`../../services/console/${name}.png`, import.meta.url));

if (needsConsole(productFolders.root, productFolders.out)) await buildConsole(productFolders.root);
const [product, browser] = await Promise.all([runProduct(), launchChromium()]);
product.pause(true);
for (const [name, route, theme] of PICTURES) {
  const tab = await openTab(browser, product, { person: ADA, theme });
  await tab.page.setViewportSize({ width: 1440, height: 720 });
  await tab.open(await addressOf(product, route));
  await tab.page.screenshot({ path: fileOf(name), animations: 'disabled' });
  await tab.close();
}
await browser.close();
await product.close();
