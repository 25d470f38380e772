import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { buildServiceProcess } from '../../infra/local/build/service-process.ts';
import { product } from '../../infra/local/supervisor/blueprint.ts';
import { type ServiceProcess, startProcess } from '../../infra/local/supervisor/service-process.ts';
import { supervise } from '../../infra/local/supervisor/supervisor.ts';
import { until } from './started.ts';

const { root } = product.folders;
const library = JSON.stringify(join(root, 'node_modules/@azure/functions'));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refusals-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** A package as it deploys, with this code in it. */
async function deploy(name: string, code: string): Promise<string> {
  const path = join(folder, 'out', name);
  await mkdir(join(path, 'dist'), { recursive: true });
  await writeFile(join(path, 'host.json'), '{"version":"2.0"}');
  await writeFile(join(path, 'package.json'), '{"main":"dist/main.js"}');
  const main = join(path, 'dist/main.js');
  await writeFile(main, `const { app } = require(${library});\nconst handler = () => ({});\n${code}`);
  const later = new Date(Date.now() + 3_600_000);
  await utimes(main, later, later); // newer than any source, so that nobody builds over it
  return path;
}

async function launch(code: string, settings = {}): Promise<ServiceProcess> {
  const service = await startProcess({
    name: 'ring-keeper',
    entry: await buildServiceProcess(root),
    root: await deploy('ring-keeper', code),
    mode: 'wall',
    now: 0,
    timerFile: undefined,
    settings,
    pending: () => 0,
    onCommit: () => () => undefined,
  });
  onTestFinished(() => service.kill());
  return service;
}

describe('a service that cannot run as it is tells what to change', () => {
  it.each([
    ['broken code', 'app.http("read", { handler }); throw new Error("rings are missing");', /rings are missing/],
    ['a wrong schedule', 'app.timer("gate", { schedule: "every hour", handler });', /"gate".*schedule/s],
    [
      'a missing setting',
      'app.serviceBusQueue("inbox", { connection: "ServiceBus", queueName: "%INBOX%", handler });',
      /"inbox".*INBOX/s,
    ],
    [
      'a connection that is not set',
      'app.serviceBusQueue("inbox", { connection: "Bus", queueName: "q", handler });',
      /"inbox".*"Bus"/s,
    ],
    [
      'a binding that is not supported',
      'app.storageQueue("old", { connection: "Storage", queueName: "q", handler });',
      /"old".*queueTrigger/s,
    ],
    [
      'two functions of one name',
      'app.http("read", { handler }); app.http("read", { handler });',
      /"read" is registered twice/,
    ],
  ])('%s', async (_, code, message) => {
    await expect(launch(code, { ServiceBus: 'Endpoint=sb://127.0.0.1:1;' })).rejects.toThrow(message);
  });
});

it('a bus that cannot be reached is a fault of the function that listens to it, not the end of its service', async () => {
  const closed = await freePort();
  const service = await launch('app.serviceBusQueue("inbox", { connection: "ServiceBus", queueName: "q", handler });', {
    ServiceBus: `Endpoint=sb://127.0.0.1:${closed};SharedAccessKeyName=k;SharedAccessKey=k;UseDevelopmentEmulator=true;`,
  });
  const fault = await until(async () => service.faults['inbox']);
  expect(fault).toContain(String(closed));
});

it('a start in which one service is refused names it and leaves nothing behind', async () => {
  for (const name of ['ring-keeper', 'release-keeper']) {
    await mkdir(join(folder, 'sources', name), { recursive: true });
    await writeFile(join(folder, 'sources', name, 'main.ts'), '');
    await deploy(
      name,
      name === 'ring-keeper' ? 'app.timer("gate", { schedule: "no", handler });' : 'app.http("read", { handler });',
    );
  }
  const folders = { ...product.folders, sources: join(folder, 'sources'), out: join(folder, 'out') };
  const options = { data: join(folder, 'data'), fresh: false, port: 0, say: () => undefined };
  await expect(supervise({ ...product, folders }, options)).rejects.toThrow(/"gate"/);
  // The folder is free again, so the next start is refused for the same reason and no other.
  await expect(supervise({ ...product, folders }, options)).rejects.toThrow(/"gate"/);
});

it('a data folder that is no folder is refused by name', async () => {
  await writeFile(join(folder, 'data'), '');
  const options = { data: join(folder, 'data'), fresh: false, port: 0, say: () => undefined };
  await expect(supervise(product, options)).rejects.toThrow(join(folder, 'data'));
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}
