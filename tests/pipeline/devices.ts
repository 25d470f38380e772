import { z } from 'zod';
import { on } from '../../shared/bus/handlers.ts';
import type { Actor } from '../../shared/contracts/actor.ts';
import { defineEvent } from '../../shared/contracts/events/define-event.ts';
import { Refusal } from '../../shared/contracts/refusal.ts';
import { type Change, defineAggregate } from '../../shared/state/aggregate.ts';
import { defineList } from '../../shared/state/lists.ts';
import type { Changed, ChangeOptions, State } from '../../shared/state/state.ts';

/** A device with a name, told by one service and kept by another: as small as an aggregate can be. */
const deviceState = z.object({ name: z.string() });
export type Device = z.infer<typeof deviceState>;

export const device = defineAggregate({ kind: 'device', schemaVersion: 1, schema: deviceState });

export const deviceNamed = defineEvent({
  type: 'omd.device.named.v1',
  publisher: 'device-registration',
  description: 'A device has a name, or another one than before.',
  data: z.object({ name: z.string() }),
});

export const deviceList = defineList({
  name: 'devices',
  of: device,
  columns: ['name'],
  search: ['name'],
  row: ({ name }) => ({ name }),
});

export const admin: Actor = { kind: 'person', id: 'ada', entraTenantId: 'contoso', name: 'Ada' };

/** Names a device, makes it first if need be. The name `forbidden` is refused. */
export function nameDevice(
  state: State,
  id: string,
  name: string,
  options: Partial<ChangeOptions> & { readonly tenantId?: string } = {},
): Promise<Changed<Device>> {
  const { tenantId = 'contoso', ...more } = options;
  return state.change(device, { tenantId, id }, (current) => named(current, name), { actor: admin, ...more });
}

function named(current: Device | undefined, name: string): Change<Device> | undefined {
  if (name === 'forbidden') throw new Refusal('name-forbidden', 'No device has this name.');
  if (current?.name === name) return undefined;
  return { state: { name }, events: [deviceNamed.event({ name })], audit: { action: 'device.name', detail: { name } } };
}

/** The consumer's copy of a device: only the newest name matters. */
export const deviceCopy = defineAggregate({ kind: 'device-copy', schemaVersion: 1, schema: deviceState });

export const keepCopy = on(deviceNamed, {
  aggregate: deviceCopy,
  id: (event) => event.subject,
  mode: 'latest',
  decide: (_, event) => ({ state: { name: event.data.name } }),
});

/** How often a device has been named: every event counts. */
export const tally = defineAggregate({ kind: 'tally', schemaVersion: 1, schema: z.object({ count: z.int() }) });

export const countNames = on(deviceNamed, {
  aggregate: tally,
  id: (event) => event.subject,
  mode: 'each',
  decide(current, event) {
    if (event.data.name === 'poison') throw new Refusal('poison', 'This name cannot be counted.');
    return { state: { count: (current?.count ?? 0) + 1 } };
  },
});
