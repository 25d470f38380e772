import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockAddress, lockFolder } from './folder-lock.ts';

describe('the lock of a folder', () => {
  it('has an address of its own on each platform, short enough for a socket', () => {
    const folder = join('/a', 'very/long/path/'.repeat(40));
    expect(lockAddress(folder, 'linux')).toMatch(/^\0omd-store-[0-9a-f]{32}$/);
    expect(lockAddress(folder, 'win32')).toMatch(/^\\\\\.\\pipe\\omd-store-[0-9a-f]{32}$/);
    expect(lockAddress(folder, 'darwin')).toMatch(/omd-store-[0-9a-f]{32}\.sock$/);
    expect(lockAddress(folder, 'linux')).not.toBe(lockAddress('/other', 'linux'));
  });

  it('is taken once and can be taken again when it was given back', async () => {
    const folder = join(tmpdir(), `omd-lock-${process.pid}`);
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'store-in-use' });
    await unlock();
    await (await lockFolder(folder))();
  });

  it('is not held by the socket file that a killed process has left', async () => {
    const address = lockAddress(join(tmpdir(), `omd-lock-dead-${process.pid}`), 'darwin');
    await writeFile(address, '');
    const unlock = await lockFolder('/folder', address);
    await expect(lockFolder('/folder', address)).rejects.toMatchObject({ code: 'store-in-use' });
    await unlock();
  });
});
