import * as z from 'zod';
import { beta } from '../../../shared/graph/graph.ts';
import { withQuery } from '../../../shared/graph/reading/odata.ts';
import { graphText } from '../graph-text.ts';
import { background, type CallContext } from '../microsoft.graph.ts';
import type { Identity } from './sighting.ts';

/** All devices that are registered with Autopilot in the tenant, by whomever. */
export async function listIdentities(context: CallContext): Promise<Identity[]> {
  const graph = background(context, 'finding devices that are registered with Autopilot');
  const path = withQuery('/deviceManagement/windowsAutopilotDeviceIdentities', { top: 1000 });
  const identities: Identity[] = [];
  // Whether a profile is assigned is told by beta alone.
  for await (const { items } of graph.pages(beta(path))) identities.push(...z.array(listed).parse(items));
  return identities;
}

const listed = z
  .object({
    id: z.string().min(1),
    serialNumber: graphText,
    manufacturer: graphText,
    model: graphText,
    groupTag: graphText,
    userPrincipalName: graphText,
    managedDeviceId: graphText,
    azureActiveDirectoryDeviceId: graphText,
    deploymentProfileAssignmentStatus: graphText,
  })
  .transform(
    ({ userPrincipalName, azureActiveDirectoryDeviceId, deploymentProfileAssignmentStatus, ...rest }): Identity => ({
      ...rest,
      assignedUser: userPrincipalName,
      entraDeviceId: azureActiveDirectoryDeviceId,
      hasProfile: /^assigned/i.test(deploymentProfileAssignmentStatus ?? ''),
    }),
  );
