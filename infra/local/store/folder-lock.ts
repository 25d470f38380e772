import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError } from './store-error.ts';

/**
 * Takes the folder (its real path) for this process and returns what gives it back. The lock is an address that is
 * listened on: the kernel frees it when the process ends, however it ends.
 * @throws StoreError `store-in-use`
 */
export async function lockFolder(folder: string, address = lockAddress(folder)): Promise<() => Promise<void>> {
  const server = (await listen(address)) ?? (await listenInsteadOfTheDead(address));
  if (!server) {
    throw new StoreError(
      'store-in-use',
      `The store in ${folder} is in use by another process: stop it, or name another folder.`,
    );
  }
  return async () => {
    const closed = once(server, 'close');
    server.close();
    await closed;
  };
}

/** Linux and Windows have names outside the file system that vanish with their owner; elsewhere a socket file stays behind. */
export function lockAddress(folder: string, platform: NodeJS.Platform = process.platform): string {
  const name = `omd-store-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  if (platform === 'linux') return `\0${name}`;
  if (platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), `${name}.sock`);
}

async function listenInsteadOfTheDead(address: string): Promise<Server | undefined> {
  if (await answers(address)) return undefined;
  await unlink(address).catch(() => undefined); // its owner may just have removed it
  return listen(address);
}

/** The listening server, or undefined when the address is taken. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ path: address, exclusive: true }, () => resolve(server.unref()));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Only a refusal says that nobody listens: a process that is too busy to answer still holds its folder.
    socket.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
}
