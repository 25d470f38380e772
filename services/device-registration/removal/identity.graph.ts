import { isGraphFailure } from '../../../shared/graph/errors.ts';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { at } from '../../../shared/graph/reading/odata.ts';
import { background, type CallContext } from '../microsoft.graph.ts';

export type Deleted =
  /** Autopilot does not have it, or no more. */
  | { readonly kind: 'gone' }
  /** Autopilot has taken the request. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'refused'; readonly message: string };

/** Has Autopilot delete an identity. */
export async function deleteIdentity(context: CallContext, autopilotDeviceId: string): Promise<Deleted> {
  const graph = background(context, 'removing a device from Autopilot');
  try {
    await graph.send({ target: v1(pathOf(autopilotDeviceId)), method: 'DELETE', repeat: 'set' });
    return (await isThere(graph, autopilotDeviceId)) ? { kind: 'asked' } : { kind: 'gone' };
  } catch (error) {
    if (isGraphFailure(error, 'graph-not-found')) return { kind: 'gone' };
    if (isGraphFailure(error, 'graph-request-refused')) return { kind: 'refused', message: error.message };
    throw error;
  }
}

/** Whether Autopilot still shows an identity. */
export function hasIdentity(context: CallContext, autopilotDeviceId: string): Promise<boolean> {
  return isThere(background(context, 'following the removal of a device from Autopilot'), autopilotDeviceId);
}

async function isThere(graph: Graph, autopilotDeviceId: string): Promise<boolean> {
  try {
    await graph.get(v1(pathOf(autopilotDeviceId)), () => undefined);
    return true;
  } catch (error) {
    if (isGraphFailure(error, 'graph-not-found')) return false;
    throw error;
  }
}

const pathOf = (id: string) => at`/deviceManagement/windowsAutopilotDeviceIdentities/${id}`;
