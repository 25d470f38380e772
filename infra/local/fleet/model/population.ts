import { deviceModels } from '../data/device-models.ts';
import type { Columns } from './columns.ts';
import { choose, gammaMeanOne, logNormal } from './distributions.ts';
import { lives } from './life.ts';
import { presenceClasses } from './presence.ts';
import { type Protection, setProtection } from './protection.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY } from './time.ts';
import { NO_POLICY } from './update-policies.ts';
import { editions, joins } from './windows.ts';

/** The order is the value of the column `bitLocker`; the first means encrypted, the others are why not. */
export const bitLockerStates = [
  'success',
  'noUserConsent',
  'tpmNotReady',
  'osVolumeUnprotected',
  'recoveryKeyBackupFailed',
  'windowsRecoveryEnvironmentNotConfigured',
] as const;

export interface Population {
  /** Fills the row of a device that has been in use for a while when the simulation starts. */
  settle(device: number, start: number): void;
  /** Fills the row of a device fresh from its maker. */
  deliver(device: number): void;
  /** Fills the row of a device that a supplier has: a machine that exists, unknown to the tenant. */
  stock(device: number): void;
}

/** What devices are: everything here follows from seed and index alone, so a larger fleet has the same first devices. */
export function createPopulation(columns: Columns, seed: number): Population {
  const draw = (device: number, of: number, n = 0) => rnd(seed, device, of, n);

  function deliver(device: number, weights = modelWeights): void {
    const index = choose(weights, draw(device, stream.hardware));
    const model = deviceModels[index];
    if (!model) throw new RangeError('There is no device model.');
    columns.model[device] = index;
    columns.presenceClass[device] = presenceClasses.indexOf(presenceOf(device, model.form));
    columns.site[device] = siteOf(device);
    columns.zone[device] = zoneOf(device);
    columns.edition[device] = pick(editions, rates.mix.editions, draw(device, stream.edition));
    columns.join[device] = pick(joins, rates.mix.joins, draw(device, stream.join));
    columns.memoryGigabytes[device] = oneOf(model.ramGB, draw(device, stream.memory));
    columns.diskGigabytes[device] = oneOf(model.ssdGB, draw(device, stream.disk));
    columns.freeGigabytes[device] = freeSpace(device);
    columns.bitLocker[device] = bitLockerOf(device);
    protect(device, model.windows11Capable);
    columns.frailty[device] = frailtyOf(device);
    columns.owner[device] = ownerOf(device);
    columns.policy[device] = NO_POLICY;
    columns.target[device] = -1;
    for (const times of [columns.downFrom, columns.downUntil, columns.isolatedFrom, columns.isolatedUntil])
      times[device] = Number.NaN;
    for (const times of [
      columns.enrolledAt,
      columns.restartedAt,
      columns.offeredAt,
      columns.installedAt,
      columns.stepAt,
    ])
      times[device] = Number.NaN;
  }

  function settle(device: number, start: number): void {
    deliver(device);
    columns.life[device] = lives.indexOf('active');
    columns.policy[device] = ringOf(device);
    columns.generation[device] = 1;
    columns.enrolledAt[device] = start - (5 + 900 * draw(device, stream.age)) * DAY;
  }

  function stock(device: number): void {
    deliver(device, physicalWeights);
    columns.life[device] = lives.indexOf('supplied');
  }

  function presenceOf(device: number, form: (typeof deviceModels)[number]['form']): (typeof presenceClasses)[number] {
    switch (form) {
      case 'cloudPC':
      case 'avd':
        return 'cloudPc';
      case 'desktop':
      case 'roomDevice':
        return draw(device, stream.presenceClass) < DESKTOPS_ALWAYS_ON ? 'alwaysOn' : laptopPresence(device);
      case 'laptop':
      case 'tablet':
      case 'workstation':
        return laptopPresence(device);
    }
  }

  function laptopPresence(device: number): (typeof presenceClasses)[number] {
    const { officeLaptop, rarelyUsed, drawer } = rates.presence.classes;
    const classes = ['officeLaptop', 'rarelyUsed', 'drawer'] as const;
    return classes[choose([officeLaptop, rarelyUsed, drawer], draw(device, stream.presenceClass, 1))] ?? 'officeLaptop';
  }

  function siteOf(device: number): number {
    return Math.floor(device / rates.mix.devicesPerSite) & 0xffff;
  }

  function zoneOf(device: number): number {
    const { zones, homeZoneHours } = rates.presence;
    const place = draw(device, stream.zone);
    const direction = draw(device, stream.zone, 1);
    if (place < zones.home) return homeZoneHours;
    if (place < zones.home + zones.neighbour) return homeZoneHours + (direction < 0.5 ? -1 : 1);
    return Math.floor(direction * 22) - 10;
  }

  function freeSpace(device: number): number {
    const { freeSpaceMedian, freeSpaceSigma, nearlyFull, full } = rates.mix;
    const chance = draw(device, stream.freeSpace);
    if (chance < full) return 0.1 + 0.8 * draw(device, stream.freeSpace, 1);
    if (chance < nearlyFull) return 1 + 9 * draw(device, stream.freeSpace, 1);
    const share = logNormal(
      freeSpaceMedian,
      freeSpaceSigma,
      draw(device, stream.freeSpace, 1),
      draw(device, stream.freeSpace, 2),
    );
    return Math.max(10, Math.min(share, 0.9) * (columns.diskGigabytes[device] ?? 0));
  }

  function bitLockerOf(device: number): number {
    if (draw(device, stream.bitLocker) < rates.mix.bitLockerOn) return 0;
    return 1 + choose(Object.values(rates.mix.bitLockerOff), draw(device, stream.bitLocker, 1));
  }

  function protect(device: number, windows11Capable: boolean): void {
    const { tpm2, secureBoot, vbs, firewallOn, realTimeProtection, tamperProtection } = rates.mix;
    const shares: [Protection, number][] = [
      ['tpm2', tpm2],
      ['secureBoot', secureBoot],
      ['vbs', vbs],
      ['firewall', firewallOn],
      ['realTimeProtection', realTimeProtection],
      ['tamperProtection', tamperProtection],
    ];
    for (const [n, [protection, share]] of shares.entries())
      setProtection(columns, device, protection, draw(device, stream.platform, n) < share);
    setProtection(columns, device, 'windows11Capable', windows11Capable);
  }

  function frailtyOf(device: number): number {
    let n = 0;
    return gammaMeanOne(rates.health.stopErrorShape, () => draw(device, stream.frailty, n++));
  }

  function ownerOf(device: number): number {
    if (draw(device, stream.owner) < rates.mix.dirt.sharedDevices) return NO_OWNER;
    return Math.floor(device * rates.mix.usersPerDevice);
  }

  function ringOf(device: number): number {
    if (draw(device, stream.dirt) < rates.mix.dirt.noRing) return NO_POLICY;
    return choose(Object.values(rates.mix.rings), draw(device, stream.ring));
  }

  return { settle, deliver, stock };
}

/** Value of the column `owner` of a shared device. */
export const NO_OWNER = -1;

const modelWeights = deviceModels.map(({ weight }) => weight);

/** Nobody can ship a Cloud PC. */
const physicalWeights = deviceModels.map(({ form, weight }) => (form === 'cloudPC' || form === 'avd' ? 0 : weight));

const shareOf = (matches: (model: (typeof deviceModels)[number]) => boolean) =>
  deviceModels.filter(matches).reduce((sum, { weight }) => sum + weight, 0) /
  modelWeights.reduce((sum, weight) => sum + weight, 0);

/** Only desktops are left on, so this many of them make up the share of always-on devices. */
const DESKTOPS_ALWAYS_ON = Math.min(
  1,
  rates.presence.classes.alwaysOn / shareOf(({ form }) => form === 'desktop' || form === 'roomDevice'),
);

function pick<Name extends string>(names: readonly Name[], shares: Readonly<Record<Name, number>>, u: number): number {
  return choose(
    names.map((name) => shares[name]),
    u,
  );
}

const oneOf = (choices: readonly number[], u: number) => choices[Math.floor(u * choices.length)] ?? 0;
