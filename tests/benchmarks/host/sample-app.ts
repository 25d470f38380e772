import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productFolders } from '../../../infra/local/build/folders.ts';

/** Lets `work` use a package whose functions are declared by `code`; `handled(n)` in it tells of n more. */
export async function withSampleApp<T>(code: string, work: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'bench-app-'));
  const library = JSON.stringify(join(productFolders.root, 'node_modules/@azure/functions'));
  try {
    await mkdir(join(root, 'dist'));
    await writeFile(join(root, 'host.json'), '{"version":"2.0"}');
    await writeFile(join(root, 'package.json'), '{"main":"dist/main.js"}');
    await writeFile(
      join(root, 'dist/main.js'),
      `const { app } = require(${library});\nconst handled = (n) => globalThis[Symbol.for('bench.handled')](n);\n${code}`,
    );
    return await work(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

/** Counts what sample apps handle; resolves when it is `count`. */
export function whenHandled(count: number): Promise<void> {
  let total = 0;
  return new Promise((resolve) => {
    (globalThis as Record<symbol, unknown>)[Symbol.for('bench.handled')] = (more: number) => {
      total += more;
      if (total >= count) resolve();
    };
  });
}
