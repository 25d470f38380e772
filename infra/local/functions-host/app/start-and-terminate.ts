import { HostError, messageOf } from '../errors.ts';
import { runHooks } from '../invocation.ts';
import type { Registry } from './registry.ts';

/** The appStart hooks, and then the capabilities that the app asks for. Throws a HostError for what cannot start. */
export async function runStartHooks(registry: Registry, root: string): Promise<void> {
  try {
    await runHooks(registry, 'appStart', { ...hookData(registry), functionAppDirectory: root });
  } catch (error) {
    throw new HostError('StartHookFailed', `An appStart hook failed: ${messageOf(error)}`, { cause: error });
  }
  const capabilities = await registry.getProgrammingModel()?.getCapabilities?.({
    RpcHttpBodyOnly: 'true',
    TypedDataCollection: 'true',
  });
  if (capabilities?.['HttpUri'])
    throw new HostError(
      'BindingUnsupported',
      'app.setup({ enableHttpStream: true }) is not supported here: answer with a whole body.',
    );
}

/** The appTerminate hooks. */
export async function runTerminateHooks(registry: Registry): Promise<void> {
  await runHooks(registry, 'appTerminate', hookData(registry));
}

function hookData({ appHookData }: Registry) {
  return { hookData: appHookData, appHookData };
}
