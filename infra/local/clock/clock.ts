import type { Clock } from "../../../shared/time/clock.ts";

/** A clock that also says when a moment has come. */
export interface Alarm extends Clock {
	/** Calls `ring` once, as soon as the clock has reached `time` (milliseconds since 1970). Returns what cancels it. */
	at(time: number, ring: () => void): () => void;
}

/** A clock that stands still until it is told to go on. */
export interface DrivenClock extends Alarm {
	/** The moment of the next alarm, or undefined when none is set. */
	next(): number | undefined;
	/** Moves the clock and rings, in order of time, all that has come due. The clock never goes back. */
	jumpTo(time: number): void;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The wall. Alarms do not keep the process alive. */
export const wallClock: Alarm = {
	now: () => Date.now(),
	at(time, ring) {
		let timer: NodeJS.Timeout;
		const arm = () => {
			const wait = time - Date.now();
			timer = setTimeout(
				wait > LONGEST_TIMEOUT_MS ? arm : ring,
				Math.min(Math.max(wait, 0), LONGEST_TIMEOUT_MS),
			).unref();
		};
		arm();
		return () => clearTimeout(timer);
	},
};

/** Alarms of one moment ring in the order in which they were set, so a driven run is repeatable. */
export function drivenClock(start: number): DrivenClock {
	let now = start;
	let count = 0;
	const alarms = new Map<number, { time: number; ring: () => void }>();

	function earliest(): [id: number, time: number] | undefined {
		let found: [id: number, time: number] | undefined;
		for (const [id, { time }] of alarms)
			if (!found || time < found[1]) found = [id, time];
		return found;
	}

	return {
		now: () => now,
		at(time, ring) {
			const id = count++;
			alarms.set(id, { time, ring });
			return () => void alarms.delete(id);
		},
		next: () => earliest()?.[1],
		jumpTo(time) {
			if (time < now)
				throw new RangeError(
					`The clock cannot go back from ${now} to ${time}.`,
				);
			for (let due = earliest(); due && due[1] <= time; due = earliest()) {
				const [id, moment] = due;
				const alarm = alarms.get(id);
				alarms.delete(id);
				now = Math.max(now, moment);
				alarm?.ring();
			}
			now = time;
		},
	};
}
