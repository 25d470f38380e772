import type { Life } from '../model/life.ts';
import type { News } from '../model/news.ts';
import { groupId } from './groups.ts';
import type { Tenant } from './tenant.ts';

/** Shows what happens by itself where administrators and delta queries look for it. */
export function followFleet(tenant: Tenant): void {
  tenant.fleet.follow((news) => show(tenant, news));
}

function show(tenant: Tenant, news: News): void {
  const { time } = news;
  switch (news.kind) {
    case 'life':
      showLife(tenant, news.device, news.life, time);
      break;
    case 'member':
      tenant.changes.add({ time, kind: 'group', index: news.group, what: { properties: ['members'] } });
      break;
    case 'deferral':
      showDeferral(tenant, news.group, news.days, time);
      break;
  }
}

/** The directory has a device from its Autopilot identity on, and keeps it when Intune lets it go. */
function showLife({ changes }: Tenant, device: number, life: Life, time: number): void {
  if (life === 'tagged') changes.add({ time, kind: 'device', index: device, what: 'created' });
  if (life === 'active' || life === 'retired')
    changes.add({ time, kind: 'device', index: device, what: { properties: OF_ENROLMENT } });
}

/** What an enrolment changes of a directory device. */
const OF_ENROLMENT = [
  'approximateLastSignInDateTime',
  'deviceId',
  'displayName',
  'enrollmentProfileName',
  'isCompliant',
  'isManaged',
  'operatingSystem',
  'operatingSystemVersion',
  'trustType',
];

function showDeferral(tenant: Tenant, group: number, days: number, time: number): void {
  const ring = [...tenant.updateRings.all()].find(({ groups }) => groups.includes(groupId(tenant, group)));
  if (!ring) return;
  const values = { ...ring.values, qualityUpdatesDeferralPeriodInDays: days };
  tenant.updateRings.change(ring.id, { values, version: ring.version + 1, modifiedAt: time });
}
