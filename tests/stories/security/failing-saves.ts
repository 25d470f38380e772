const HOOK = Symbol.for('omd.crashPoint');

/**
 * Runs the work while many saves break off, before anything is saved, or after, so that the answer is lost: of five
 * moments one.
 */
export async function whileSavesFail(work: () => Promise<void>): Promise<void> {
  let moments = 0;
  Object.assign(globalThis, {
    [HOOK](name: string) {
      if (name !== 'before-commit' && name !== 'after-commit') return;
      moments++;
      if (moments % 5 === 0) throw new Error('The save has broken off.');
    },
  });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(globalThis, HOOK);
  }
}
