import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that the committed output was made with. Others write other bytes. */
const BICEP_VERSION = '0.49.2';

/** Runs the compiler and gives what it printed. @throws what the compiler complained of */
export type Compiler = (args: readonly string[]) => Promise<string>;

export type Found = { readonly compiler: Compiler } | { readonly skip: string };

/** The pinned compiler: named in `BICEP_PATH`, on the path, the copy of Azure's command line, of NuGet, or fetched by dotnet. */
export async function findCompiler(): Promise<Found> {
  for (const path of candidates()) if (await isPinned(path)) return { compiler: compilerAt(path) };
  const problem = await fetchCompiler();
  if (problem) return { skip: problem };
  return (await isPinned(nugetPath()))
    ? { compiler: compilerAt(nugetPath()) }
    : { skip: `dotnet has restored Bicep ${BICEP_VERSION}, and it does not run here.` };
}

function candidates(): string[] {
  const { BICEP_PATH } = process.env;
  const own = BICEP_PATH ? [BICEP_PATH] : [];
  return [...own, 'bicep', join(homedir(), '.azure', 'bin', program('bicep')), nugetPath()];
}

function nugetPath(): string {
  const packages = process.env['NUGET_PACKAGES'] ?? join(homedir(), '.nuget', 'packages');
  return join(packages, `azure.bicep.commandline.${rid()}`, BICEP_VERSION, 'tools', program('bicep'));
}

const program = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/** The name that .NET gives this machine. */
function rid(): string {
  const system = { darwin: 'osx', win32: 'win' }[process.platform as string] ?? 'linux';
  return `${system}-${process.arch}`;
}

async function isPinned(path: string): Promise<boolean> {
  try {
    return (await compilerAt(path)(['--version'])).includes(` ${BICEP_VERSION} `);
  } catch {
    return false;
  }
}

function compilerAt(path: string): Compiler {
  // It aborts where ICU is missing, and needs a folder into which it may unpack a library of its own.
  const env = {
    ...process.env,
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
    DOTNET_BUNDLE_EXTRACT_BASE_DIR: existsSync(homedir()) ? undefined : mkdtempSync(join(tmpdir(), 'bicep-')),
  };
  return async (args) => (await run(path, args, { env, maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** What stood against it, in words; undefined when it has been fetched. */
async function fetchCompiler(): Promise<string | undefined> {
  const project = fileURLToPath(new URL('bicep.csproj', import.meta.url));
  const intermediate = mkdtempSync(join(tmpdir(), 'bicep-restore-'));
  try {
    await run('dotnet', ['restore', project, `-p:BicepRid=${rid()}`, `-p:BaseIntermediateOutputPath=${intermediate}/`]);
    return undefined;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing
      ? 'There is no Bicep on this machine, and no dotnet to fetch it.'
      : `dotnet could not fetch Bicep ${BICEP_VERSION}: ${(error as Error).message}`;
  }
}
