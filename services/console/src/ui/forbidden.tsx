import { Tooltip } from '@fluentui/react-components';
import { cloneElement, type ReactElement } from 'react';
import { allows, isRole, type Permission, rolesWith } from '../../../../shared/contracts/http/roles.ts';
import { signedIn } from '../auth/sign-in.ts';
import { texts } from '../texts.ts';

/** Whether somebody who is signed in so may do it; the service decides, whatever is shown here. */
export const mayI = (needs: Permission): boolean =>
  (signedIn().session()?.roles ?? []).some((role) => isRole(role) && allows(role, needs));

/** A button that does nothing for who may not, and says who may: nothing is hidden without a word. */
export function Forbidden({ trigger, needs }: { readonly trigger: ReactElement; readonly needs: Permission }) {
  const why = `${texts.forbidden} ${rolesWith(needs).join(', ')}.`;
  return (
    <Tooltip content={why} relationship="description">
      {cloneElement(trigger as ReactElement<{ disabled?: boolean; disabledFocusable?: boolean }>, {
        disabled: false,
        disabledFocusable: true,
      })}
    </Tooltip>
  );
}
