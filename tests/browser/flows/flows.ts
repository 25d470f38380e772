import { describe } from 'vitest';
import type { World } from '../world.ts';
import { firstMinuteTests } from './first-minute.ts';
import { holdReleaseTests } from './hold-release.ts';
import { importRowsTests } from './import-rows.ts';
import { isolateTests } from './isolate.ts';
import { listTests } from './lists.ts';
import { moveDevicesTests } from './move-devices.ts';
import { nameTests } from './names.ts';
import { roleTests } from './roles.ts';

/** What people do from beginning to end. They change the world, so they come after those who compare. */
export function flowTests(world: World): void {
  describe('people', () => {
    nameTests(world);
    roleTests(world);
    listTests(world);
    moveDevicesTests(world);
    holdReleaseTests(world);
    firstMinuteTests(world);
    isolateTests(world);
    importRowsTests(world);
  });
}
