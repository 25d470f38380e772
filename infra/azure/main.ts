/**
 * `npm run infra`: what can be known about the deployment without deploying it.
 * `-- --write` writes the committed output anew. `BICEP_REQUIRED=1` makes a missing compiler a failure.
 */
import { assertions } from './checks/assertions.ts';
import { committed } from './checks/snapshot.ts';
import { compile, diagnostics, OUTPUTS, staleOutputs } from './compiler/compile.ts';
import { findCompiler } from './compiler/find-compiler.ts';

const problems: string[] = [];
const report = (title: string, found: readonly string[]): void => {
  console.log(`${found.length === 0 ? 'holds ' : 'BROKEN'}  ${title}`);
  for (const problem of found) console.log(`          ${problem}`);
  problems.push(...found);
};

const found = await findCompiler();
if ('skip' in found) {
  console.log(`SKIPPED  the compiler: ${found.skip}`);
  if (process.env['BICEP_REQUIRED'] === '1') problems.push(found.skip);
} else {
  if (process.argv.includes('--write')) await compile(found.compiler);
  report('the compiler has nothing to remark', await diagnostics(found.compiler));
  report('the committed output is what the compiler makes of the sources', await staleOutputs(found.compiler));
}
for (const snapshot of [OUTPUTS.snapshot, OUTPUTS.privateSnapshot])
  for (const assertion of assertions)
    report(`${assertion.name} (${snapshot})`, assertion.problems(committed(snapshot)));

console.log(problems.length === 0 ? 'Everything holds.' : `${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;
