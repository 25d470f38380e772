import type { ServiceBusClient } from '@azure/service-bus';
import type { HostedFunction } from '../bindings/functions.ts';
import type { ServiceBusTrigger } from '../bindings/service-bus.ts';
import type { HostJson } from '../configuration/host-json.ts';
import type { Fault } from '../fault.ts';
import type { LogLevel } from '../log.ts';
import type { Processor } from './processor.ts';

export type ServiceBusSettings = HostJson['extensions']['serviceBus'];

/** What a pump works with; it ends when `stopping` is aborted and what it took is settled. */
export interface PumpContext {
  readonly hosted: HostedFunction<ServiceBusTrigger>;
  readonly client: ServiceBusClient;
  readonly settings: ServiceBusSettings;
  readonly processor: Processor;
  readonly fault: Fault;
  readonly stopping: AbortSignal;
  log(level: LogLevel, message: string): void;
}
