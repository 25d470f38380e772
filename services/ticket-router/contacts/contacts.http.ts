import { contactEndpoints } from '../../../shared/contracts/http/contacts.ts';
import { mayDo } from '../../../shared/functions/access/caller.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { securityRoleMissing } from '../errors.ts';
import { loadContacts, saveContacts } from './contacts.store.ts';

export const contactRoutes = routes(contactEndpoints, {
  async readContacts({ context: { state, tenantId } }) {
    return ok(await loadContacts(state, tenantId));
  },

  async changeContacts(call) {
    const { state, tenantId } = call.context;
    const { area } = call.params;
    if (area === 'Security' && !mayDo(call.caller, 'write:security')) throw securityRoleMissing();
    return ok(await saveContacts(state, tenantId, area, call.body.contacts, commandOf(call)));
  },
});
