/** Problems that a caller can be told of, as HTTP status codes (RFC 9110). */
export type RefusalStatus =
	| 400
	| 401
	| 403
	| 404
	| 409
	| 410
	| 412
	| 413
	| 422
	| 428
	| 429;

/**
 * A decision not to do what was asked. Trying again changes nothing, so a message that meets it becomes a dead letter.
 * Whatever else is thrown counts as worth another try.
 */
export class Refusal extends Error {
	override readonly name = "Refusal";
	/** Stable and in kebab case, e.g. `tenant-already-enrolled`. */
	readonly code: string;
	readonly status: RefusalStatus;
	readonly retryable = false;

	constructor(code: string, message: string, status: RefusalStatus = 409) {
		super(message);
		this.code = code;
		this.status = status;
	}
}

/** By its fields, not its class: two bundles in one process each have a class of their own. */
export function isRefusal(error: unknown): error is Refusal {
	return (
		error instanceof Error &&
		"retryable" in error &&
		error.retryable === false &&
		"code" in error
	);
}
