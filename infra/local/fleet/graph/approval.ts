import { type ApprovalRequest, type ApprovalType, statusOf } from '../tenant/approvals.ts';
import type { Kept } from '../tenant/table.ts';
import type { Call } from './call.ts';
import { badRequest, GraphError } from './errors.ts';

const JUSTIFICATION = 'x-msft-approval-justification';
const CODE = 'x-msft-approval-code';
const LONGEST_JUSTIFICATION = 1_024;

/** The headers on which it depends whether a write is let through. */
export const approvalHeaders = [JUSTIFICATION, CODE] as const;

/**
 * Where the tenant wants two administrators for a write: the first sending makes a request, and the same write passes
 * once with the code of the request, when that was approved. @throws {GraphError} in any other case
 */
export function demandApproval(type: ApprovalType, method: string, call: Call): void {
  const { tenant, headers } = call;
  if (!tenant.approvalsDemanded.has(type)) return;
  const of = JSON.stringify([method, call.target, call.body]);
  const code = headers.get(CODE);
  if (code === null) request(type, of, call);
  else passWith(tenant.approvalRequests.get(code), of, call);
}

function request(type: ApprovalType, of: string, { tenant, now, app, headers }: Call): never {
  const justification = justificationIn(headers.get(JUSTIFICATION));
  const open = [...tenant.approvalRequests.all()].find(
    (each) => each.of === of && statusOf(tenant, each, now) === 'needsApproval',
  );
  if (open) throw badRequest('Request already exists.');
  throw approvalRequired(tenant.approvalRequests.add({ app, type, justification, of, requestedAt: now }));
}

function passWith(request: Kept<ApprovalRequest> | undefined, of: string, { tenant, now, app }: Call): void {
  if (!request || request.of !== of || request.app !== app)
    throw badRequest('The approval code is of another request.');
  const status = statusOf(tenant, request, now);
  if (status === 'needsApproval') throw approvalRequired(request);
  if (status !== 'approved') throw new GraphError(403, 'Forbidden', `The approval request is ${status}.`);
  tenant.approvalRequests.change(request.id, { completedAt: now });
}

function justificationIn(header: string | null): string {
  if (header === null) throw badRequest(`Header ${JUSTIFICATION} is required.`);
  const text = Buffer.from(header, 'base64').toString('utf8');
  if (text === '' || text.length > LONGEST_JUSTIFICATION)
    throw badRequest(`Header ${JUSTIFICATION} is the base64 of 1 to ${LONGEST_JUSTIFICATION} characters.`);
  return text;
}

const approvalRequired = ({ id }: Kept<ApprovalRequest>) =>
  new GraphError(403, 'ApprovalRequired', 'The request needs the approval of another administrator.', { [CODE]: id });
