import { fileURLToPath } from 'node:url';
import { productFolders } from '../../infra/local/build/folders.ts';
import type { Blueprint } from '../../infra/local/supervisor/blueprint.ts';
import { sliceContainers, sliceTopology } from './topology.ts';

/** The two services of this folder; their bundles go to `out`. */
export function sliceBlueprint(out: string): Blueprint {
  return {
    folders: { root: productFolders.root, sources: fileURLToPath(new URL('.', import.meta.url)), out },
    topology: sliceTopology,
    database: 'slice',
    containers: sliceContainers,
  };
}
