import type { BuildFolders } from '../build/build.ts';
import { needsBuild } from '../build/freshness.ts';

/** Builds what is older than its sources. Returns the file that runs in each service's process. */
export async function buildWhatIsOld(folders: BuildFolders, say: (line: string) => void): Promise<string> {
  // The bundler is loaded only when there is something to build.
  const { buildServiceProcess } = await import('../build/service-process.ts');
  const entry = buildServiceProcess(folders.root);
  if (needsBuild(folders)) {
    say('building the services');
    const { buildServices } = await import('../build/build.ts');
    await buildServices(folders);
  }
  return entry;
}
