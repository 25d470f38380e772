import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { isProblem } from '../api/client.ts';
import { texts } from '../texts.ts';

/** Why something was not done; nothing while there is no error. */
export function Refusal({ error }: { readonly error: unknown }) {
  if (!error) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{isProblem(error) ? `${error.message} (${error.code})` : texts.noAnswer}</MessageBarBody>
    </MessageBar>
  );
}
