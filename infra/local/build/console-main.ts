import { join } from 'node:path';
import { build } from 'vite';
import { productFolders } from './folders.ts';

await build({ configFile: join(productFolders.root, 'services/console/vite.config.ts'), logLevel: 'error' });
