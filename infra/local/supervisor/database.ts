import type { Containers } from '../../../shared/contracts/state/containers.ts';
import type { Cosmos } from '../cosmos/cosmos.ts';

/** Creates the database and its containers where they are missing; in Azure the deployment does this. */
export async function createDatabase(cosmos: Cosmos, database: string, containers: Containers): Promise<void> {
  await create(cosmos, '/dbs', { id: database });
  for (const [id, settings] of Object.entries(containers))
    await create(cosmos, `/dbs/${database}/colls`, { id, ...settings });
}

const CREATED = 201;
const EXISTS = 409;

async function create(cosmos: Cosmos, path: string, definition: object): Promise<void> {
  const { status, body } = await cosmos.handle({ method: 'POST', path, headers: {}, body: JSON.stringify(definition) });
  if (status !== CREATED && status !== EXISTS) throw new Error(`The database refused ${path}: ${status} ${body}`);
}
