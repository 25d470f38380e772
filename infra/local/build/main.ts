import { buildServices } from './build.ts';
import { buildConsole } from './console.ts';
import { buildConsoleSite } from './console-site.ts';
import { productFolders } from './folders.ts';

const started = performance.now();
try {
  const names = await buildServices(productFolders);
  await buildConsole(productFolders.root);
  await buildConsoleSite(productFolders);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.error(`${[...names, 'console'].map((name) => `dist/${name}`).join('\n')}\nbuilt in ${seconds} s`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
