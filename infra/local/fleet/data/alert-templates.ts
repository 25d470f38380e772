import { z } from 'zod';
import facts from './alert-templates.json' with { type: 'json' };

const template = z.object({
  title: z.string(),
  category: z.string(),
  techniques: z.array(z.string()),
  severity: z.enum(['informational', 'low', 'medium', 'high']),
  share: z.number(),
  source: z.enum(['endpoint', 'identity', 'mail']),
  evidence: z.array(z.enum(['file', 'process', 'registry', 'user', 'ip', 'url', 'otherDevice'])),
});

/** What alerts are about; `share` is the part of all alerts of a quiet month, in percent. */
export type AlertTemplate = z.infer<typeof template>;

export const alertTemplates: readonly AlertTemplate[] = z.array(template).parse(facts.templates);
