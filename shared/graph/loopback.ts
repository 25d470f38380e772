const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether an address is on this machine and without TLS, which nothing else may be. */
export function isPlainLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && LOOPBACK.has(hostname);
}
