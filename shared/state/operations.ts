import { z } from 'zod';
import type { Json } from '../contracts/json.ts';
import { Refusal } from '../contracts/refusal.ts';
import { defineAggregate } from './aggregate.ts';
import { change } from './change.ts';
import { defineList } from './lists.ts';
import type { Room } from './save.ts';
import type { Changed, ChangeOptions } from './state.ts';

const operationState = z.object({
  /** What is being done, e.g. `import-devices`. */
  name: z.string(),
  steps: z.array(z.object({ name: z.string(), done: z.int(), total: z.int() })),
  startedAt: z.iso.datetime(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('running') }),
    z.object({ kind: z.literal('succeeded'), at: z.iso.datetime(), result: z.json() }),
    z.object({ kind: z.literal('failed'), at: z.iso.datetime(), code: z.string(), message: z.string() }),
  ]),
});

export type Operation = z.infer<typeof operationState>;

/** Work longer than a call, as its caller follows it. */
export const operation = defineAggregate({ kind: 'operation', schemaVersion: 1, schema: operationState });

export const operationList = defineList({
  name: 'operations',
  of: operation,
  columns: ['startedAt', 'name', 'outcome'],
  row: ({ startedAt, name, outcome }: Operation) => ({ startedAt, name, outcome: outcome.kind }),
});

export interface StepProgress {
  readonly name: string;
  readonly done: number;
  readonly total: number;
}

/** Operations of a tenant; read them with `state.load(operation, …)` and list them with `operationList`. */
export interface Operations {
  create(
    tenantId: string,
    id: string,
    name: string,
    steps: readonly string[],
    options: ChangeOptions,
  ): Promise<Changed<Operation>>;
  /** A step's progress never goes back, so that late messages do no harm. Throws Refusal `operation-unknown`. */
  progress(tenantId: string, id: string, step: StepProgress, options: ChangeOptions): Promise<Changed<Operation>>;
  /** The first outcome stands. Throws Refusal `operation-unknown`. */
  finish(tenantId: string, id: string, outcome: OperationOutcome, options: ChangeOptions): Promise<Changed<Operation>>;
}

export type OperationOutcome =
  | { readonly kind: 'succeeded'; readonly result: Json }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

export function operations(room: Room): Operations {
  const now = () => new Date(room.clock.now()).toISOString();

  const update = (
    tenantId: string,
    id: string,
    next: (running: Operation) => Operation | undefined,
    options: ChangeOptions,
  ) =>
    change(
      room,
      operation,
      { tenantId, id },
      (current) => {
        if (!current) throw new Refusal('operation-unknown', `There is no operation ${id}.`);
        const state = current.outcome.kind === 'running' ? next(current) : undefined;
        return state && { state };
      },
      options,
    );

  return {
    create: (tenantId, id, name, steps, options) =>
      change(
        room,
        operation,
        { tenantId, id },
        (current) =>
          current
            ? undefined
            : {
                state: {
                  name,
                  steps: steps.map((step) => ({ name: step, done: 0, total: 0 })),
                  startedAt: now(),
                  outcome: { kind: 'running' },
                },
              },
        { ...options, expect: 'new' },
      ),
    progress: (tenantId, id, step, options) => update(tenantId, id, (running) => withProgress(running, step), options),
    finish: (tenantId, id, outcome, options) =>
      update(tenantId, id, (running) => ({ ...running, outcome: finished(outcome, now()) }), options),
  };
}

function withProgress(running: Operation, { name, done, total }: StepProgress): Operation | undefined {
  const known = running.steps.find((step) => step.name === name);
  if (known && known.done >= done && known.total === total) return undefined;
  const step = { name, done: Math.max(done, known?.done ?? 0), total };
  const steps = known ? running.steps.map((other) => (other === known ? step : other)) : [...running.steps, step];
  return { ...running, steps };
}

function finished(outcome: OperationOutcome, at: string): Operation['outcome'] {
  switch (outcome.kind) {
    case 'succeeded':
      return { kind: 'succeeded', at, result: z.json().parse(outcome.result) };
    case 'failed':
      return { ...outcome, at };
  }
}
