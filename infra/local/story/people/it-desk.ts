import { z } from 'zod';
import { deviceImportEndpoints } from '../../../../shared/contracts/http/device-imports.ts';
import { type Operation, operationEndpoints, operationSchema } from '../../../../shared/contracts/http/operations.ts';
import { MINUTE } from '../../fleet/model/time.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { order, read } from '../asking.ts';
import { personAt } from '../person.ts';
import { type Delivery, goodsOf } from './delivery.ts';

const { readOperation } = operationEndpoints('device-registration');

const notes = z.object({ operation: z.string().nullable() });

/** Whoever unpacks machines at the customer's: reads their hardware hashes, imports the file, and looks what came of it. */
export function itDesk(scene: Scene, delivery: Delivery): Actor {
  const chandra = personAt(scene, { name: 'Chandra', role: 'ServiceAdministrator', tenants: ['*'] });
  const { tenantId, clock, tell } = scene;

  async function importFile(): Promise<string> {
    const { file, rows } = fileOf(scene, delivery);
    const { importDevices } = deviceImportEndpoints;
    const key = `delivery-${delivery.number}`;
    const accepted = await order(chandra, importDevices, { tenantId }, { file: { type: 'text/csv', text: file }, key });
    tell('Chandra', `imports a file of ${rows} rows that the desk has written`);
    return operationSchema.parse(accepted).id;
  }

  async function follow(operationId: string): Promise<boolean> {
    const { outcome } = await read(chandra, readOperation, { tenantId, operationId });
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
function fileOf(scene: Scene, delivery: Delivery): { file: string; rows: number } {
  const { supplier, machines } = goodsOf(scene, delivery);
  const lines = supplier.csv(machines, delivery.groupTag).trimEnd().split('\r\n');
  const [, first = ''] = lines;
  const all = [...lines, cutOff(first), first];
  return { file: `\uFEFF${all.join('\r\n')}\r\n`, rows: all.length - 1 };
}

function cutOff(line: string): string {
  const [serialNumber, productId, hash = '', groupTag] = line.split(',');
  return [`${serialNumber}0`, productId, hash.slice(0, 1_000), groupTag].join(',');
}

type Ended = Exclude<Operation['outcome'], { kind: 'running' }>;

const toldOf = (outcome: Ended) => (outcome.kind === 'failed' ? outcome.message : JSON.stringify(outcome.result));
