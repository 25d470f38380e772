import type { HostedFunction } from './bindings/functions.ts';
import { httpInput } from './http/respond.ts';
import type { Router } from './http/router.ts';
import type { Invoke } from './invocation.ts';
import type { Listener } from './listener.ts';
import type { TimerListener } from './timers/timer.ts';

/** Runs a function apart from its trigger, as `POST /admin/functions/{name}` does with the input it is given. */
export function createRunByHand(listeners: readonly Listener[], router: Router, invoke: Invoke) {
  return async (hosted: HostedFunction, input: string): Promise<unknown> => {
    const { bindingName: name } = hosted.trigger;
    switch (hosted.trigger.type) {
      case 'timerTrigger':
        return timerOf(listeners, hosted)?.fire();
      case 'httpTrigger': {
        const route = router.routes.find((each) => each.hosted.name === hosted.name);
        const call = { method: 'POST', target: `/${route?.path ?? ''}`, headers: {}, body: Buffer.from(input) };
        return route && invoke(hosted, httpInput(call, { route, params: {} }));
      }
      case 'serviceBusTrigger':
        return invoke(hosted, { inputData: [{ name, data: { string: input } }], triggerMetadata: {} });
      case 'cosmosDBTrigger':
        return invoke(hosted, { inputData: [{ name, data: { json: input } }], triggerMetadata: {} });
    }
  };
}

function timerOf(listeners: readonly Listener[], { name }: HostedFunction): TimerListener | undefined {
  return listeners.find((listener): listener is TimerListener => listener.functionName === name && 'fire' in listener);
}
