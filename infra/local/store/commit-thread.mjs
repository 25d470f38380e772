// The thread on which a store commits: LMDB waits for the disk, and nobody else shall. Its asynchronous transactions
// would do that too, but with lmdb 3.5 a full disk makes them reject promises that nobody can catch.
// JavaScript, since a thread inherits no loader for TypeScript.
import { parentPort, workerData } from 'node:worker_threads';
import { open } from 'lmdb';

const root = open(workerData.environment);
const entries = root.openDB(workerData.entries);

parentPort.on('message', async (changes) => {
  if (changes !== 'close') return parentPort.postMessage(commit(changes));
  await root.close();
  parentPort.close();
});

/** Returns what LMDB refuses in a form that passes between threads. */
function commit(changes) {
  try {
    entries.transactionSync(() => write(changes));
    return undefined;
  } catch ({ message, code }) {
    return { message, code };
  }
}

function write(changes) {
  for (const [key, value] of changes) {
    if (value === undefined) entries.removeSync(key);
    else entries.putSync(key, value);
  }
}
