import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productFolders } from '../../../infra/local/build/folders.ts';
import { type Blueprint, product } from '../../../infra/local/supervisor/blueprint.ts';

/** The product with device-registration alone. */
export const desk: Blueprint = {
  ...product,
  folders: {
    ...productFolders,
    sources: fileURLToPath(new URL('desk/', import.meta.url)),
    out: join(productFolders.out, 'local/registration-desk'),
  },
};
