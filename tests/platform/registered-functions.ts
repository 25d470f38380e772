import { whileLoading } from '../../infra/local/functions-host/app/current-app.ts';
import { loadApp } from '../../infra/local/functions-host/app/load-app.ts';
import { createRegistry, type Registry } from '../../infra/local/functions-host/app/registry.ts';

// Prints, as one line of JSON, what each app named by an argument registers: a `.ts` entry as it stands, a folder as it deploys.
const listed: Record<string, unknown> = {};
for (const app of process.argv.slice(2)) listed[app] = functionsOf(await load(app));
console.log(JSON.stringify(listed));

async function load(app: string): Promise<Registry> {
  const log = () => undefined;
  if (!app.endsWith('.ts')) return loadApp(app, log);
  const registry = createRegistry(log);
  await whileLoading(registry, () => import(app));
  return registry;
}

function functionsOf(registry: Registry) {
  return [...registry.functions.values()].map(({ metadata }) => metadata);
}
