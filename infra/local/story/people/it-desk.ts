import { z } from 'zod';
import { operationSchema } from '../../../../shared/contracts/http/operations.ts';
import { MINUTE } from '../../fleet/model/time.ts';
import { supplierOf } from '../../fleet/supplier/supplier.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { Unanswered } from '../asking.ts';
import { personAt } from '../person.ts';
import { type Delivery, machinesOf } from './delivery.ts';

const notes = z.object({ operation: z.string().nullable() });

/** Whoever unpacks machines at the customer's: reads their hardware hashes, imports the file, and looks what came of it. */
export function itDesk(scene: Scene, delivery: Delivery): Actor {
  const chandra = personAt(scene, { name: 'Chandra', role: 'ServiceAdministrator', tenants: ['*'] });
  const { tenantId, clock, tell } = scene;

  async function importFile(): Promise<string> {
    const { file, rows } = fileOf(scene, delivery);
    const { status, body } = await chandra('POST', `/api/v1/tenants/${tenantId}/device-imports`, {
      file: { type: 'text/csv', text: file },
      headers: { 'idempotency-key': `delivery-${delivery.number}` },
    });
    if (status !== 202) throw new Unanswered(`the import is answered with ${status} ${body['code'] ?? ''}`);
    tell('Chandra', `imports a file of ${rows} rows that the desk has written`);
    return operationSchema.parse(body).id;
  }

  async function follow(id: string): Promise<boolean> {
    const path = `/api/v1/device-registration/tenants/${tenantId}/operations/${id}`;
    const { status, body } = await chandra('GET', path);
    if (status !== 200) throw new Unanswered(`the operation is answered with ${status}`);
    const { outcome } = operationSchema.parse(body);
    if (outcome.kind === 'running') return false;
    tell('Chandra', `sees that the import has ${outcome.kind}: ${toldOf(outcome)}`);
    return true;
  }

  return actor({
    name: `delivery ${delivery.number}`,
    first: scene.start + delivery.after,
    notes,
    blank: { operation: null },
    async look({ operation }) {
      if (operation === null) return { notes: { operation: await importFile() }, next: clock.now() + 10 * MINUTE };
      const hasEnded = await follow(operation);
      return { notes: { operation }, next: hasEnded ? undefined : clock.now() + 30 * MINUTE };
    },
  });
}

/** As it comes from a desk: one hash was cut off when it was copied, and one machine was read twice. */
function fileOf({ cloud }: Scene, delivery: Delivery): { file: string; rows: number } {
  const {
    tenants: [tenant],
  } = cloud;
  if (!tenant) throw new RangeError('There is no tenant whose machines could be delivered.');
  const machines = machinesOf(delivery, tenant.fleet.devices());
  const lines = supplierOf(tenant).csv(machines, delivery.groupTag).trimEnd().split('\r\n');
  const [, first = ''] = lines;
  const all = [...lines, cutOff(first), first];
  return { file: `\uFEFF${all.join('\r\n')}\r\n`, rows: all.length - 1 };
}

function cutOff(line: string): string {
  const [serialNumber, productId, hash = '', groupTag] = line.split(',');
  return [`${serialNumber}0`, productId, hash.slice(0, 1_000), groupTag].join(',');
}

type Ended = Exclude<z.infer<typeof operationSchema>['outcome'], { kind: 'running' }>;

const toldOf = (outcome: Ended) => (outcome.kind === 'failed' ? outcome.message : JSON.stringify(outcome.result));
