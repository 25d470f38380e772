import type { Play } from '../driver/stage.ts';
import { DAY, HOUR } from '../fleet/model/time.ts';
import { DEMO_TENANT } from '../supervisor/demo-tenant.ts';
import type { Scene } from './actor.ts';
import { approver } from './people/approver.ts';
import { chronicler } from './people/chronicler.ts';
import type { Delivery } from './people/delivery.ts';
import { helpDesk } from './people/help-desk.ts';
import { itDesk } from './people/it-desk.ts';
import { maker, type Sender } from './people/maker.ts';
import { releaseManager } from './people/release-manager.ts';
import { securityAnalyst } from './people/security-analyst.ts';
import { testRing } from './people/test-ring.ts';
import { world } from './people/world.ts';
import { openStory } from './story.ts';
import { told } from './told.ts';

/** Eight o'clock on a Monday at Contoso, a week before Patch Tuesday. */
const START = Date.parse('2026-07-06T06:00:00Z');
export const DAYS = 30;

const { entraTenantId: tenantId } = DEMO_TENANT;
const STANDARD = 'Microsoft365Managed_Standard';

const FABRIKAM: Sender = { name: 'Fabrikam Devices', key: 'whsec_Zmlyc3QtbW9udGgtb2YtdGhlLXN0b3J5LWtleQ==' };

/** Half of the machines are there already, the others come in the first days. */
const DELIVERIES: readonly Delivery[] = [
  { number: 1, after: 2 * HOUR, by: 'file', part: [0, 0.5], groupTag: STANDARD },
  { number: 2, after: DAY + 3 * HOUR, by: 'webhook', part: [0.5, 0.8], groupTag: STANDARD },
  { number: 3, after: 2 * DAY + 4 * HOUR, by: 'file', part: [0.8, 1], groupTag: STANDARD },
];

/**
 * A month at Contoso. Its devices arrive; the update of Patch Tuesday breaks the wireless drivers of one maker and is
 * mended four days later; Graph fails for twenty minutes; ransomware comes in the third week.
 */
export const firstMonth: Play = {
  start: START,
  // A month in five minutes.
  pace: 8_640,
  arrival: 'by-import',
  emptyTenants: [],
  settings: {
    OEM_WEBHOOK_KEYS: JSON.stringify([{ tenantId, supplier: FABRIKAM.name, keys: [FABRIKAM.key] }]),
  },
  enter(stage) {
    const scene: Scene = { ...stage, tenantId, start: START, tell: told(stage) };
    const deliveries = DELIVERIES.map((delivery) => arrival(scene, delivery));
    const staff = [releaseManager, helpDesk, securityAnalyst, approver, chronicler].map((person) => person(scene));
    const people = [world(scene, 'first-month'), ...deliveries, testRing(scene, 4 * DAY + 2 * HOUR), ...staff];
    return [openStory(people, scene)];
  },
};

const arrival = (scene: Scene, delivery: Delivery) =>
  delivery.by === 'file' ? itDesk(scene, delivery) : maker(scene, delivery, FABRIKAM);
