import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { HOUR_MS } from '../../../shared/time/durations.ts';
import { enrolledDevices, recordTransitions } from '../devices/device.store.ts';
import { transitionsOf } from '../devices/transitions.ts';
import { recordIncidents } from '../incidents/incident.store.ts';
import { loadSettings } from '../settings/health-settings.store.ts';
import { loadFleetHealth, recordHealth } from '../signals/fleet-health.store.ts';
import type { FleetReading } from '../signals/fleet-reading.ts';
import { type Order, observeFleet } from './observe-fleet.graph.ts';
import { loadReadings, packsFor, saveReadings } from './readings.store.ts';
import { readingsAfter } from './readings-after.ts';

/** One reading of a tenant's fleet. */
export const takeReading = defineWork({
  type: 'omd.work.take-reading.v1',
  data: z.object({ at: z.int(), firewallReport: z.string().nullable() }),
});

/** The next reading is due soon enough then. */
const GIVEN_UP_MS = 12 * HOUR_MS;

export const onTakeReading = on(takeReading, {
  async handle({ tenantid, data }, context: Context) {
    if (context.clock.now() > data.at + GIVEN_UP_MS) return context.log.error('a reading of the fleet was given up');
    await record(context, tenantid, await readFleet(context, tenantid, data));
  },
});

async function readFleet(context: Context, tenantId: string, order: Order): Promise<FleetReading> {
  const { state } = context;
  const { packs } = (await loadFleetHealth(state, tenantId)) ?? { packs: 1 };
  const before = await loadReadings(state, tenantId, packs);
  const enrolled = await enrolledDevices(state, tenantId);
  const observed = await observeFleet({ ...context, tenantId }, order, { enrolled, before });
  const readings = readingsAfter(enrolled, before, observed, iso(order.at));
  const { settings } = await loadSettings(state, tenantId);
  const until = observed.stops?.until;
  return { at: order.at, until, before, readings, packs: packsFor(readings.length, packs), settings };
}

/**
 * What is news is told first and the readings are kept last: whatever breaks off in between, the next attempt finds the
 * same news, and each part of it counts once.
 */
async function record(context: Context, tenantId: string, reading: FleetReading): Promise<void> {
  const { state } = context;
  const options = optionsOf(context, `reading-${reading.at}`);
  const health = await recordHealth(state, tenantId, reading, options);
  await recordIncidents(state, tenantId, health, reading, options);
  const told = reading.readings.map((each) => transitionsOf(each, Date.parse(health.dataUntil ?? ''), iso(reading.at)));
  const transitions = told.flatMap((device) => device.transitions);
  await recordTransitions(state, tenantId, transitions, options);
  await saveReadings(
    state,
    tenantId,
    reading.packs,
    told.map((device) => device.told),
    options,
  );
}

const iso = (time: number): string => new Date(time).toISOString();
