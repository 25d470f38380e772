import * as z from 'zod';
import { SERVICES } from '../events/topology.ts';

/** Where a service answers: an origin without a slash at the end; empty: where the console itself is. */
const address = z.union([z.literal(''), z.url().regex(/[^/]$/)]);

/** What `/config.json` tells the console before anything else: one build serves every installation. No secrets. */
export const consoleConfig = z.strictObject({
  apis: z.record(z.enum(SERVICES), address),
  signIn: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('local') }),
    z.strictObject({
      kind: z.literal('entra'),
      authority: z.url().describe('Such as `https://login.microsoftonline.com/<tenant>`.'),
      clientId: z.guid().describe('Of the console.'),
      scope: z.string().min(1).describe('Of the APIs, such as `api://<id>/access_as_user`.'),
    }),
  ]),
});

export type ConsoleConfig = z.infer<typeof consoleConfig>;

/** On one machine everything is behind one gateway. */
export const LOCAL_CONFIG: ConsoleConfig = {
  apis: {
    'device-registration': '',
    'update-orchestrator': '',
    'health-monitor': '',
    'ticket-router': '',
    'security-alert-responder': '',
  },
  signIn: { kind: 'local' },
};
