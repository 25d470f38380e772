import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Compiler } from './find-compiler.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** What a deployment would be asked for, under ids that are nobody's. */
const SCOPE = [
  ...['--subscription-id', '00000000-0000-4000-8000-000000000000'],
  ...['--tenant-id', '00000000-0000-4000-8000-000000000001'],
  ...['--resource-group', 'omd', '--location', 'westeurope'],
];

/** The committed output: what is made of which source. */
export const OUTPUTS = {
  template: 'azuredeploy.json',
  snapshot: 'main.snapshot.json',
  privateSnapshot: 'private.snapshot.json',
} as const;

const SNAPSHOTS = { 'main.bicepparam': OUTPUTS.snapshot, 'private.bicepparam': OUTPUTS.privateSnapshot };

/** Writes the template and its snapshots anew. */
export async function compile(compiler: Compiler): Promise<void> {
  await compiler(['build', join(folder, 'main.bicep'), '--outfile', join(folder, OUTPUTS.template)]);
  for (const parameters of Object.keys(SNAPSHOTS))
    await compiler(['snapshot', join(folder, parameters), '--mode', 'overwrite', ...SCOPE]);
}

/** The committed files that are not what the compiler makes of the sources. */
export async function staleOutputs(compiler: Compiler): Promise<string[]> {
  const stale: string[] = [];
  const built = await compiler(['build', join(folder, 'main.bicep'), '--stdout']);
  if (built.trim() !== (await readFile(join(folder, OUTPUTS.template), 'utf8')).trim()) stale.push(OUTPUTS.template);
  for (const [parameters, snapshot] of Object.entries(SNAPSHOTS))
    await compiler(['snapshot', join(folder, parameters), '--mode', 'validate', ...SCOPE]).catch(() => {
      stale.push(snapshot);
    });
  return stale;
}

/** Everything that the compiler remarks, warnings as well: a misspelt property is no more than a warning. */
export async function diagnostics(compiler: Compiler): Promise<string[]> {
  const remarks: string[] = [];
  for (const source of ['main.bicep', 'azd.bicep']) {
    const sarif = JSON.parse(await compiler(['lint', join(folder, source), '--diagnostics-format', 'sarif']));
    for (const { message, locations } of sarif.runs[0].results)
      remarks.push(`${locations[0]?.physicalLocation?.artifactLocation?.uri ?? source}: ${message.text}`);
  }
  return remarks;
}
