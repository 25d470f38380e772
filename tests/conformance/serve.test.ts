import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CosmosClient } from '@azure/cosmos';
import { ServiceBusClient } from '@azure/service-bus';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

describe('the served stand-ins', () => {
  it('say in one line when they are ready, serve, and end in order when told', async () => {
    const served = spawn(process.execPath, ['--import', 'tsx', MAIN, '--serve', '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = await once(createInterface({ input: served.stdout }), 'line');
      const { ready, serviceBus, cosmos } = JSON.parse(line);
      expect(ready).toBe(true);
      await sendAndReceive(serviceBus.connectionString);
      const { database } = await new CosmosClient(cosmos).databases.createIfNotExists({ id: 'served' });
      expect(database.id).toBe('served');
      served.kill('SIGTERM');
      expect(await once(served, 'exit')).toEqual([0, null]);
    } finally {
      served.kill('SIGKILL');
    }
  });
});

async function sendAndReceive(connectionString: string): Promise<void> {
  const client = new ServiceBusClient(connectionString);
  await client.createSender('q1').sendMessages({ body: 'hello' });
  const [message] = await client.createReceiver('q1', { receiveMode: 'receiveAndDelete' }).receiveMessages(1);
  expect(message?.body).toBe('hello');
  await client.close();
}
