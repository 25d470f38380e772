import type { RegisteredFunction, Registry } from '../app/registry.ts';
import type { Binding, FunctionMetadata, Handler } from '../app/worker.ts';
import type { Environment } from '../configuration/settings.ts';
import { HostError } from '../errors.ts';
import { bindCosmosDB, type CosmosDBTrigger } from './cosmos-db.ts';
import { bindHttp, type HttpTrigger } from './http.ts';
import { type RetryPolicy, retryPolicy } from './retry-policy.ts';
import { bindServiceBus, type ServiceBusTrigger } from './service-bus.ts';
import { bindTimer, type TimerTrigger } from './timer.ts';

export type Trigger = HttpTrigger | TimerTrigger | ServiceBusTrigger | CosmosDBTrigger;

/** A function whose trigger is checked and whose settings are resolved. */
export interface HostedFunction<T extends Trigger = Trigger> {
  readonly name: string;
  readonly trigger: T;
  readonly retry: RetryPolicy | undefined;
  readonly metadata: FunctionMetadata;
  readonly handler: Handler;
}

/** Checks every function of the app; sorted by name without regard to case, which is also the order of routes. */
export function bindFunctions(registry: Registry, environment: Environment): HostedFunction[] {
  return [...registry.functions.entries()]
    .sort(([a], [b]) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1))
    .map(([, registered]) => bind(registered, environment));
}

/** Tells the functions with one type of trigger apart. */
export function isTriggeredBy<T extends Trigger['type']>(type: T) {
  return (hosted: HostedFunction): hosted is HostedFunction<Extract<Trigger, { type: T }>> =>
    hosted.trigger.type === type;
}

function bind({ metadata, handler }: RegisteredFunction, environment: Environment): HostedFunction {
  const { name } = metadata;
  const [bindingName, binding] = triggerOf(metadata);
  refuseOtherBindings(metadata, bindingName);
  if (typeof handler !== 'function') throw new HostError('BindingInvalid', `Function "${name}" has no handler.`);
  const trigger = bindTrigger(name, bindingName, binding, environment);
  const retry = retryPolicy(name, trigger.type, metadata.retryOptions);
  return { name, trigger, retry, metadata, handler };
}

function triggerOf({ name, bindings }: FunctionMetadata): readonly [name: string, binding: Binding] {
  const triggers = Object.entries(bindings).filter(([, { type }]) => /trigger$/i.test(type));
  const [trigger] = triggers;
  if (!trigger || triggers.length > 1)
    throw new HostError('BindingInvalid', `Function "${name}" has ${triggers.length} triggers; it needs exactly one.`);
  if (!/^[a-z][a-z0-9]{0,127}$/i.test(trigger[0]))
    throw new HostError(
      'BindingInvalid',
      `Function "${name}": "${trigger[0]}" is not a binding name (a letter, then letters and digits).`,
    );
  return trigger;
}

function bindTrigger(functionName: string, bindingName: string, binding: Binding, environment: Environment): Trigger {
  const declared = { functionName, bindingName, binding, environment };
  switch (binding.type) {
    case 'httpTrigger':
      return bindHttp(declared);
    case 'timerTrigger':
      return bindTimer(declared);
    case 'serviceBusTrigger':
      return bindServiceBus(declared);
    case 'cosmosDBTrigger':
      return bindCosmosDB(declared);
    default:
      throw new HostError(
        'BindingUnsupported',
        `Function "${functionName}": the trigger "${binding.type}" is not supported here. Supported: httpTrigger, timerTrigger, serviceBusTrigger, cosmosDBTrigger.`,
      );
  }
}

function refuseOtherBindings({ name, bindings }: FunctionMetadata, triggerName: string): void {
  for (const [key, binding] of Object.entries(bindings)) {
    if (key === triggerName || (key === '$return' && binding.type === 'http')) continue;
    throw new HostError(
      'BindingUnsupported',
      `Function "${name}": the ${binding.direction === 'in' ? 'input' : 'output'} binding "${binding.type}" is not supported here, for its errors cannot be caught. Use the SDK in the handler.`,
    );
  }
}
