import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import type { Cause } from '../state/cause.ts';
import { inParallel } from '../state/in-parallel.ts';
import type { Bus } from './bus.ts';
import { type ConsumerContext, type Handler, on } from './handlers.ts';
import { defineWork, type WorkDefinition } from './work.ts';

/** One job upon many aggregates of a tenant. */
export interface FanOut<D, C extends ConsumerContext> {
  /** Puts the job on its way; the same job id within a day does nothing more. */
  start(
    bus: Bus,
    data: D,
    options: { readonly tenantId: string; readonly id: string; readonly cause?: Cause },
  ): Promise<void>;
  /** To be listed among the service's handlers. */
  readonly handler: Handler<C>;
}

export interface FanOutDefinition<D, C extends ConsumerContext> {
  readonly type: WorkDefinition['type'];
  readonly data: z.ZodType<D>;
  /** Ids after one of them, in their order, some hundreds at a time; none ends the job. */
  ids(context: C, tenantId: string, data: D, after: string | undefined): Promise<readonly string[]>;
  /** One aggregate's part. It must bear to be called again: `job` names it for `once`. */
  each(context: C, tenantId: string, id: string, data: D, job: string): Promise<void>;
}

/** Messages of one job in flight; each lane chains its own pages, so one tenant never fills the queue. */
const LANES = 4;
/** Aggregates of a lane in work at a time. */
const WIDTH = 8;

/** A job in self-chaining pages: a message does its lane's part of one page, and sends the message of the next. */
export function defineFanOut<D, C extends ConsumerContext>(definition: FanOutDefinition<D, C>): FanOut<D, C> {
  const work = defineWork({
    type: definition.type,
    data: z.object({
      job: z.string().max(256),
      lane: z
        .int()
        .min(0)
        .max(LANES - 1),
      after: z.string().max(256).exactOptional(),
      data: definition.data,
    }),
  });

  return {
    async start(bus, data, { tenantId, id, cause }) {
      for (let lane = 0; lane < LANES; lane++)
        await bus.enqueue(work, { job: id, lane, data }, { tenantId, id: `${id}/${lane}`, ...(cause && { cause }) });
    },
    handler: on(work, {
      async handle(event, context: C) {
        const { job, lane, after, data } = event.data;
        const tenantId = event.tenantid;
        const ids = await definition.ids(context, tenantId, data, after);
        const last = ids.at(-1);
        if (last === undefined) return;
        const own = ids.filter((id) => laneOf(id) === lane);
        await inParallel(own, WIDTH, (id) => definition.each(context, tenantId, id, data, job));
        await context.bus.enqueue(
          work,
          { job, lane, after: last, data },
          { tenantId, id: `${job}/${lane}/${last}`, cause: causeOf(event) },
        );
      },
    }),
  };
}

function laneOf(id: string): number {
  return (createHash('sha256').update(id).digest()[0] ?? 0) % LANES;
}

function causeOf({ causationid, correlationid, traceparent }: CloudEvent): Cause {
  return {
    ...(causationid && { id: causationid }),
    correlationId: correlationid,
    ...(traceparent && { traceparent }),
  };
}
