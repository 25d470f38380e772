import type { Server } from 'node:http';

/** A port that must be had, or the first free one from there on. */
export type Port = { readonly exactly: number } | { readonly from: number };

/** Somebody else listens on the port asked for. */
export class PortInUse extends Error {
  readonly code = 'port-in-use';
}

const HIGHEST_PORT = 65_535;

/** Listens on 127.0.0.1, never on an address that others reach. */
export async function listen(server: Server, port: Port): Promise<void> {
  if ('exactly' in port) {
    if (!(await tryListen(server, port.exactly)))
      throw new PortInUse(`Port ${port.exactly} is taken. Stop what listens there, or choose another with --port.`);
    return;
  }
  for (let candidate = port.from; candidate <= HIGHEST_PORT; candidate++)
    if (await tryListen(server, candidate)) return;
  throw new PortInUse(`No port from ${port.from} on is free.`);
}

function tryListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    const listening = () => {
      server.off('error', refused);
      resolve(true);
    };
    server.once('error', refused).once('listening', listening).listen(port, '127.0.0.1');
  });
}
