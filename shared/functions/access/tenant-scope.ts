import type { Operator } from "../../contracts/operator.ts";
import type { Caller } from "./caller.ts";

/** Whether the tenant's record names the caller: alone, by group, or with all of the home tenant. A local token may name the tenant itself. */
export function mayOperate(
	caller: Caller,
	tenantId: string,
	operators: readonly Operator[],
): boolean {
	if (caller.tenants.includes("*") || caller.tenants.includes(tenantId))
		return true;
	return operators.some((operator) => names(operator, caller));
}

function names(
	{ entraTenantId, groupId, objectId }: Operator,
	{ actor, groups }: Caller,
): boolean {
	if (entraTenantId !== actor.entraTenantId) return false;
	if (objectId) return objectId === actor.id;
	if (groupId) return groups.includes(groupId);
	return true;
}
