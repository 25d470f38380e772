import { has } from '../model/protection.ts';
import { modelOf } from '../tenant/devices.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { hardwareHash, type Machine } from './hardware-hash.ts';

/** Whoever sells a customer its machines; a machine is its index in the fleet. */
export interface Supplier {
  /** Machines that nobody has registered yet, from an index on, at most so many. */
  stock(from: number, count: number): readonly number[];
  /** A file as `Get-WindowsAutopilotInfo` writes it. */
  csv(machines: readonly number[], groupTag?: string): string;
  /** The body of a shipment as a maker sends it to a webhook. */
  shipment(orderNumber: string, machines: readonly number[], groupTag?: string): Shipment;
  /** What a maker does itself for machines that it ships: it registers them with Autopilot, by its own way in. */
  register(machines: readonly number[], groupTag: string): void;
}

export interface Shipment {
  readonly type: 'device.shipped';
  readonly orderNumber: string;
  readonly devices: readonly (Pick<Machine, 'serialNumber' | 'manufacturer' | 'model'> & {
    readonly groupTag?: string;
  })[];
}

/** The supplier of a tenant whose devices arrive by import. */
export function supplierOf(tenant: Tenant): Supplier {
  const { fleet, autopilot } = tenant;

  function machine(device: number): Machine {
    const { manufacturer, model } = modelOf(tenant, device);
    return {
      serialNumber: fleet.names.serial(device),
      manufacturer,
      model,
      tpmVersion: has(fleet.columns, device, 'tpm2') ? '2.0' : '1.2',
      endorsementKey: Buffer.from(fleet.ids.of('other', device, ENDORSEMENT_KEYS)),
    };
  }

  return {
    stock(from, count) {
      const machines: number[] = [];
      for (let device = from; device < fleet.devices() && machines.length < count; device += 1)
        if (fleet.life(device) === 'supplied') machines.push(device);
      return machines;
    },
    csv(machines, groupTag) {
      const header = ['Device Serial Number', 'Windows Product ID', 'Hardware Hash'];
      const lines = machines.map((device) => {
        const of = machine(device);
        return [of.serialNumber, '', hardwareHash(of)];
      });
      const tagged = groupTag === undefined ? [] : [groupTag];
      const title = groupTag === undefined ? [] : ['Group Tag'];
      return [[...header, ...title], ...lines.map((line) => [...line, ...tagged])]
        .map((row) => `${row.join(',')}\r\n`)
        .join('');
    },
    shipment: (orderNumber, machines, groupTag) => ({
      type: 'device.shipped',
      orderNumber,
      devices: machines.map((device) => {
        const { serialNumber, manufacturer, model } = machine(device);
        return { serialNumber, manufacturer, model, ...(groupTag !== undefined && { groupTag }) };
      }),
    }),
    register(machines, groupTag) {
      for (const device of machines) autopilot.register(device, groupTag);
    },
  };
}

/** Keeps these ids apart from others. */
const ENDORSEMENT_KEYS = 0xffff;
