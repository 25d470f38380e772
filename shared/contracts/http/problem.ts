import * as z from "zod";
import type { ErrorStatus } from "./endpoint.ts";

/** RFC 9457, with a stable `code` and the id under which the logs know the request. */
export const problemSchema = z
	.object({
		type: z.string(),
		title: z.string(),
		status: z.int(),
		code: z.string(),
		correlationId: z.string(),
		detail: z.string().exactOptional(),
		/** What is wrong where, for a request that does not fit its schema. */
		errors: z
			.array(z.object({ path: z.string(), message: z.string() }))
			.exactOptional(),
	})
	.loose()
	.meta({ id: "Problem", description: "RFC 9457 problem document" });

export type Problem = z.output<typeof problemSchema>;

/** Refusals that any route may give, with their status. */
export const COMMON_PROBLEMS = {
	"settings-missing": 503,
	"too-many-requests": 429,
	"token-missing": 401,
	"token-invalid": 401,
	"role-missing": 403,
	"tenant-forbidden": 403,
	"tenant-unknown": 404,
	"body-too-large": 413,
	"media-type-unsupported": 415,
	"json-malformed": 400,
	"json-too-deep": 400,
	"request-invalid": 400,
	"idempotency-key-invalid": 400,
	"idempotency-key-reused": 422,
	"idempotency-in-progress": 409,
	"if-match-required": 428,
	stale: 412,
	conflict: 409,
	"not-found": 404,
	unavailable: 503,
} as const satisfies Readonly<Record<string, ErrorStatus>>;

export type CommonProblem = keyof typeof COMMON_PROBLEMS;
