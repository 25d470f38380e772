import { fileURLToPath } from 'node:url';
import type { BuildFolders } from './build.ts';

const inRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Where the product is built: `dist/<service>/` from `services/<service>/`. */
export const productFolders: BuildFolders = { root: inRoot('.'), sources: inRoot('services'), out: inRoot('dist') };
