import type { SecurityNamespace as Security } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { graphEnum } from '../data/graph-enums.ts';
import { type Call, ok } from '../graph/call.ts';
import { found, itemAnswer } from '../graph/item.ts';
import { action, type Route, type RouteFacts } from '../graph/route.ts';
import type { Shape } from '../odata/shape.ts';
import { dateTime } from '../tenant/devices.ts';
import type { Comment, Triage } from '../tenant/triage.ts';

/** A collection whose members people judge and comment on. */
export interface TriageDraft<Row> extends Pick<RouteFacts, 'path' | 'permissions' | 'throttle'> {
  readonly shape: Shape<Row>;
  find(call: Call): Row | undefined;
  readonly of: TriageOf<Row>;
  /** The enumeration of its status. */
  readonly status: string;
}

/** What people made of the members of a collection. */
export interface TriageOf<Row> {
  read(row: Row, call: Call): Triage | undefined;
  write(row: Row, triage: Triage, call: Call): void;
}

const commentBody = z.strictObject({
  '@odata.type': z
    .literal('microsoft.graph.security.alertComment')
    .or(z.literal('#microsoft.graph.security.alertComment')),
  comment: z.string().min(1).max(1_000),
});

const member = (name: string) => z.string().refine((text) => graphEnum(name).v1.includes(text), `a member of ${name}`);

/** Change a member's status and judgement, and add a comment to it. */
export function triageRoutes<Row>({ path, shape, find, of, status, ...facts }: TriageDraft<Row>): Route[] {
  const judgement = z.strictObject({
    status: member(status).optional(),
    classification: member('security.alertClassification').optional(),
    determination: member('security.alertDetermination').optional(),
    assignedTo: z.string().max(256).nullable().optional(),
  });

  return [
    action({
      ...facts,
      method: 'PATCH',
      path: `${path}/{id}`,
      body: judgement,
      run: (call, body) => {
        const row = found(find(call), call);
        const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        of.write(row, { comments: [], ...of.read(row, call), ...given, updatedAt: call.now }, call);
        return itemAnswer(shape, row, call);
      },
    }),
    action({
      ...facts,
      path: `${path}/{id}/comments`,
      body: commentBody,
      run: (call, { comment }) => {
        const row = found(find(call), call);
        const before = of.read(row, call);
        const comments = [...(before?.comments ?? []), { text: comment, by: call.app, time: call.now }];
        of.write(row, { ...before, comments, updatedAt: call.now }, call);
        return ok({ value: commentsOf(of.read(row, call)) });
      },
    }),
  ];
}

export function commentsOf(of: Triage | undefined): Security.AlertComment[] {
  return (of?.comments ?? []).map(({ text, by, time }: Comment) => ({
    comment: text,
    createdByDisplayName: by,
    createdDateTime: dateTime(time),
  }));
}
