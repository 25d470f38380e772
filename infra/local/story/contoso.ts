import type { Play } from '../driver/stage.ts';
import type { ScriptName } from '../fleet/faults/scripts.ts';
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

const { entraTenantId: tenantId } = DEMO_TENANT;
const FABRIKAM: Sender = { name: 'Fabrikam Devices', key: 'whsec_Zmlyc3QtbW9udGgtb2YtdGhlLXN0b3J5LWtleQ==' };

/** What is different from one time at Contoso to another. Times are milliseconds. */
export interface Plot {
  /** Since 1970. */
  readonly start: number;
  readonly pace: number;
  readonly deliveries: readonly Delivery[];
  /** After the start, when people are asked who will try what is new. */
  readonly volunteersAfter: number;
  /** How long a device that was cut off is cleaned. */
  readonly cleaning: number;
  /** What goes wrong. */
  readonly script: ScriptName;
}

/** A time at Contoso: its devices arrive, its people do their work, and things go wrong. */
export const atContoso = ({ start, pace, deliveries, volunteersAfter, cleaning, script }: Plot): Play => ({
  start,
  pace,
  arrival: 'by-import',
  emptyTenants: [],
  settings: {
    OEM_WEBHOOK_KEYS: JSON.stringify([{ tenantId, supplier: FABRIKAM.name, keys: [FABRIKAM.key] }]),
  },
  enter(stage) {
    const scene: Scene = { ...stage, tenantId, start, tell: told(stage) };
    const arrivals = deliveries.map((each) =>
      each.by === 'file' ? itDesk(scene, each) : maker(scene, each, FABRIKAM),
    );
    const security = securityAnalyst(scene, cleaning);
    const staff = [releaseManager(scene), helpDesk(scene), security, approver(scene), chronicler(scene)];
    const people = [world(scene, script), ...arrivals, testRing(scene, volunteersAfter), ...staff];
    return [openStory(people, scene)];
  },
});
