import { buildServices } from './build.ts';
import { productFolders } from './folders.ts';

const started = performance.now();
try {
  const names = await buildServices(productFolders);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.error(`${names.map((name) => `dist/${name}`).join('\n')}\nbuilt in ${seconds} s`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
