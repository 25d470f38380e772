import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productFolders } from '../../infra/local/build/folders.ts';
import type { Blueprint } from '../../infra/local/supervisor/blueprint.ts';
import { sliceContainers, sliceTopology } from './topology.ts';

const { root, out } = productFolders;

/** The two services of this folder. */
export const slice: Blueprint = {
  folders: { root, sources: fileURLToPath(new URL('.', import.meta.url)), out: join(out, 'local/slice-app') },
  topology: sliceTopology,
  database: 'slice',
  containers: sliceContainers,
};
