import { buildConsole } from './console.ts';
import { productFolders } from './folders.ts';

await buildConsole(productFolders.root);
