const HOOK = Symbol.for('omd.crashPoint');

/**
 * Runs the work while the answers to some saves (by their number, from 1) are lost: they are in the database, and the
 * service does not learn of it. Returns how many were lost.
 */
export async function losingAnswers(saves: readonly number[], work: () => Promise<void>): Promise<number> {
  let seen = 0;
  let lost = 0;
  Object.assign(globalThis, {
    [HOOK](name: string) {
      if (name !== 'after-commit') return;
      seen++;
      if (!saves.includes(seen)) return;
      lost++;
      throw new Error('The answer to a save is lost.');
    },
  });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(globalThis, HOOK);
  }
  return lost;
}
