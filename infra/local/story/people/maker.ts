import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { oemShipmentEndpoints } from '../../../../shared/contracts/http/oem-shipments.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { addressOf, Unanswered } from '../asking.ts';
import { headersOf } from '../person.ts';
import { type Delivery, goodsOf } from './delivery.ts';

/** Who sends shipments, and the key that both sides know: `whsec_` and base64. */
export interface Sender {
  readonly name: string;
  readonly key: string;
}

/** What this maker tells in one message; the contract takes twice as many. */
const MOST_MACHINES = 500;

/** A maker of machines: registers with Autopilot what it ships, and tells the customer's service by signed messages. */
export function maker(scene: Scene, delivery: Delivery, sender: Sender): Actor {
  const { tenantId, clock, cloud, tell } = scene;

  async function send(text: string, id: string): Promise<void> {
    const file = { type: 'application/json', text };
    const timestamp = String(Math.floor(clock.now() / 1000));
    const { receiveShipment } = oemShipmentEndpoints;
    const request = new Request(`http://127.0.0.1${addressOf(receiveShipment, { tenantId })}`, {
      method: receiveShipment.method,
      headers: {
        ...headersOf(file),
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signatureOf(sender.key, `${id}.${timestamp}.${text}`)}`,
      },
      body: text,
    });
    const { status } = await scene.fetch(request);
    // A message that was there before is refused as a replay.
    if (status !== 202 && status !== 409) throw new Unanswered(`the shipment is answered with ${status}`);
  }

  return actor({
    name: `delivery ${delivery.number}`,
    first: scene.start + delivery.after,
    notes: z.null(),
    blank: null,
    async look() {
      const { supplier, machines } = goodsOf(scene, delivery);
      const { groupTag } = delivery;
      for (let from = 0; from < machines.length; from += MOST_MACHINES) {
        const order = `${delivery.number}-${from / MOST_MACHINES + 1}`;
        const shipment = supplier.shipment(order, machines.slice(from, from + MOST_MACHINES), groupTag);
        await send(JSON.stringify(shipment), `order-${order}`);
      }
      cloud.act({ do: 'register', machines, groupTag });
      tell(sender.name, `ships ${machines.length} machines, registers them, and says so by a signed message`);
      return { notes: null, next: undefined };
    },
  });
}

/** As Standard Webhooks signs. */
function signatureOf(key: string, content: string): string {
  const secret = Buffer.from(key.slice('whsec_'.length), 'base64');
  return createHmac('sha256', secret).update(content).digest('base64');
}
