import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { productFolders } from '../../infra/local/build/folders.ts';
import { addressOf, ROUTES } from './addresses.ts';
import type { World } from './world.ts';

/** What a first visit may load of scripts, in bytes as they go over the network. */
const FIRST_LOAD = 260_000;
/** What a page may add to that. */
const PAGE = 90_000;

/** How much code comes to the browser; how fast it is there is measured by `npm run bench -- --only console`. */
export function budgetTests(world: World): void {
  describe('scripts', () => {
    it('stay within what a first visit may load, and what a page may add', async () => {
      const tab = await world.tabOf();
      const loaded = new Map<string, number>();
      tab.page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.endsWith('.js')) loaded.set(pathname, sizeOf(pathname));
      });
      const sum = () => [...loaded.values()].reduce((all, size) => all + size, 0);
      await tab.open('/');
      const first = sum();
      expect(first).toBeGreaterThan(0);
      expect(first).toBeLessThan(FIRST_LOAD);
      const known = new Set(loaded.keys());
      for (const route of ROUTES) {
        loaded.clear();
        await tab.open(await addressOf(world.product, route));
        for (const script of known) loaded.delete(script);
        expect({ route, added: sum() < PAGE ? 'little' : sum() }).toEqual({ route, added: 'little' });
      }
      await tab.close();
    });
  });
}

const sizeOf = (path: string): number => gzipSync(readFileSync(join(productFolders.out, 'console/pages', path))).length;
