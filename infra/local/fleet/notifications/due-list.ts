/** Things to do at a time; those of one time in the order in which they were put in. */
export interface DueList<Thing> {
  put(time: number, thing: Thing): void;
  /** Takes out all that is due by `now`, earliest first. */
  take(now: number): Thing[];
  next(): number | undefined;
}

export function dueList<Thing>(): DueList<Thing> {
  let waiting: { readonly time: number; readonly thing: Thing }[] = [];
  return {
    put: (time, thing) => void waiting.push({ time, thing }),
    take(now) {
      const due = waiting.filter(({ time }) => time <= now).sort((a, b) => a.time - b.time);
      waiting = waiting.filter(({ time }) => time > now);
      return due.map(({ thing }) => thing);
    },
    next: () => (waiting.length === 0 ? undefined : Math.min(...waiting.map(({ time }) => time))),
  };
}
