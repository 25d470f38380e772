import { discard, replay, replayMany } from '../../bus/dead-letters.ts';
import type { ServiceName } from '../../contracts/events/topology.ts';
import { deadLetterEndpoints } from '../../contracts/http/dead-letters.ts';
import { Refusal } from '../../contracts/refusal.ts';
import { deadLetter, deadLetterList } from '../../state/dead-letters.ts';
import type { State } from '../../state/state.ts';
import { ok } from '../answers.ts';
import { commandOf } from '../command.ts';
import { answerList } from '../lists.ts';
import { type Route, routes } from '../routes.ts';

const MOST_AT_ONCE = 100;

/** Where a person deals with the messages that the service could not handle. */
export function deadLetterRoutes(service: ServiceName): Route[] {
  return routes(deadLetterEndpoints(service), {
    listDeadLetters: (call) => answerList(call, deadLetterList, { defaultSort: '-parkedAt' }),

    async readDeadLetter({ context: { state, tenantId }, params: { deadLetterId } }) {
      return ok(await load(state, tenantId, deadLetterId));
    },

    async replayDeadLetter(call) {
      const { context, params } = call;
      await replay(context, context.tenantId, params.deadLetterId, commandOf(call));
      return ok(await load(context.state, context.tenantId, params.deadLetterId));
    },

    async replayDeadLetters(call) {
      const { context, body } = call;
      const { once: _, ...command } = commandOf(call);
      const choice = { ...body, limit: MOST_AT_ONCE };
      const replayed = await replayMany(context, context.tenantId, choice, command);
      return ok({ replayed, more: replayed === MOST_AT_ONCE });
    },

    async discardDeadLetter(call) {
      const { context, params, body } = call;
      await discard(context, context.tenantId, params.deadLetterId, body.reason, commandOf(call));
      return ok(await load(context.state, context.tenantId, params.deadLetterId));
    },
  });
}

async function load(state: State, tenantId: string, id: string) {
  const found = await state.load(deadLetter, tenantId, id);
  if (!found) throw new Refusal('dead-letter-unknown', `There is no dead letter ${id}.`);
  return { id, ...found.state };
}
