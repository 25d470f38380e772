import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { HostedFunction } from '../bindings/functions.ts';
import type { ServiceBusTrigger } from '../bindings/service-bus.ts';
import { messageOf } from '../errors.ts';
import type { Work } from '../invocation.ts';
import type { ListenerContext } from '../listener.ts';
import { batchInput, messageInput } from './message-input.ts';

/** Hands messages to the function and settles them: complete when it succeeds, abandon when it fails. Never rejects. */
export interface Processor {
  /** One invocation: for the only message, or for all of a batch, of which one failure abandons all. */
  handle(receiver: ServiceBusReceiver, messages: readonly ServiceBusReceivedMessage[]): Promise<void>;
  /** Hands back what was taken and will not be handled. */
  abandon(receiver: ServiceBusReceiver, messages: readonly ServiceBusReceivedMessage[]): Promise<void>;
}

export function createProcessor(
  hosted: HostedFunction<ServiceBusTrigger>,
  autoCompleteMessages: boolean,
  { invoke, log }: ListenerContext,
): Processor {
  const { bindingName, cardinality } = hosted.trigger;

  async function succeeds(input: () => Work): Promise<boolean> {
    let work: Work;
    try {
      work = input();
    } catch (error) {
      log(hosted.name, 'error', messageOf(error));
      return false;
    }
    // The invocation logs its failure.
    return invoke(hosted, work).then(
      () => true,
      () => false,
    );
  }

  async function settle(
    action: 'complete' | 'abandon',
    receiver: ServiceBusReceiver,
    messages: readonly ServiceBusReceivedMessage[],
  ): Promise<void> {
    await Promise.all(
      messages.map(async (message) => {
        try {
          await (action === 'complete' ? receiver.completeMessage(message) : receiver.abandonMessage(message));
        } catch (error) {
          log(
            hosted.name,
            'warning',
            `Message "${message.messageId}" could not be settled (${action}) and will come again: ${messageOf(error)}`,
          );
        }
      }),
    );
  }

  function inputOf(messages: readonly ServiceBusReceivedMessage[]): Work {
    const [message] = messages;
    return cardinality === 'one' && message ? messageInput(bindingName, message) : batchInput(bindingName, messages);
  }

  return {
    async handle(receiver, messages) {
      if (!(await succeeds(() => inputOf(messages)))) return settle('abandon', receiver, messages);
      if (autoCompleteMessages) await settle('complete', receiver, messages);
    },
    abandon: (receiver, messages) => settle('abandon', receiver, messages),
  };
}
