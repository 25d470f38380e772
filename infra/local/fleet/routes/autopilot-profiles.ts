import type * as Beta from '@microsoft/microsoft-graph-types-beta';
import { z } from 'zod';
import type { Route } from '../graph/route.ts';
import { assignmentsOf, stored } from '../graph/stored.ts';
import { shape } from '../odata/shape.ts';
import { dateTime } from '../tenant/devices.ts';
import type { Policy } from '../tenant/policies.ts';
import type { Kept } from '../tenant/table.ts';
import { serviceConfigScope } from './permissions.ts';

type Profile = Beta.WindowsAutopilotDeploymentProfile & { '@odata.type'?: string };

const TYPE = '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile';

const written = <Name extends keyof Profile>(name: Name, otherwise: Profile[Name]) => ({
  [name]: ({ values }: Kept<Policy>) => (values[name] ?? otherwise) as Profile[Name],
});

/** What a device does when it is first switched on. */
const deploymentProfile = shape<Kept<Policy>, Profile>({
  type: 'microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
  properties: {
    '@odata.type': ({ type }) => type,
    id: ({ id }) => id,
    createdDateTime: ({ createdAt }) => dateTime(createdAt),
    lastModifiedDateTime: ({ modifiedAt }) => dateTime(modifiedAt),
    displayName: { of: ({ values }) => String(values['displayName']), filter: ['eq'] },
    ...written('description', null),
    ...written('deviceNameTemplate', ''),
    ...written('deviceType', 'windowsPc'),
    ...written('hardwareHashExtractionEnabled', false),
    ...written('locale', ''),
    ...written('outOfBoxExperienceSetting', null),
    ...written('preprovisioningAllowed', false),
    ...written('roleScopeTagIds', ['0']),
  },
  navigations: [{ name: 'assignments', expand: assignmentsOf }],
});

export const autopilotProfiles: readonly Route[] = stored({
  path: '/deviceManagement/windowsAutopilotDeploymentProfiles',
  since: 'beta',
  permissions: serviceConfigScope,
  throttle: 'intuneConfiguration',
  shape: deploymentProfile,
  table: ({ autopilotProfiles: table }) => table,
  type: TYPE,
  assignments: 'assignments',
  body: z.object({
    displayName: z.string().min(1).max(256),
    description: z.string().nullish(),
    deviceNameTemplate: z.string().max(15).nullish(),
    deviceType: z.literal('windowsPc').optional(),
    hardwareHashExtractionEnabled: z.boolean().nullish(),
    locale: z.string().max(20).nullish(),
    preprovisioningAllowed: z.boolean().nullish(),
    roleScopeTagIds: z.array(z.string()).nullish(),
    outOfBoxExperienceSetting: z
      .strictObject({
        deviceUsageType: z.enum(['singleUser', 'shared']).optional(),
        escapeLinkHidden: z.boolean().optional(),
        eulaHidden: z.boolean().optional(),
        keyboardSelectionPageSkipped: z.boolean().optional(),
        privacySettingsHidden: z.boolean().optional(),
        userType: z.enum(['administrator', 'standard']).optional(),
      })
      .nullish(),
  }),
});
