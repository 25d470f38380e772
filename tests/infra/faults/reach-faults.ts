import { type Fault, first } from './fault.ts';

const TLS = 'nothing speaks an old TLS';
const NETWORK = 'whether the world may reach it is said of everything';

/** The deployment is reached from where, or over what, it should not be. */
export const reachFaults: readonly Fault[] = [
  { name: 'a site answers without TLS', caughtBy: TLS, plant: first('Web/sites', (it) => (it.httpsOnly = false)) },
  {
    name: 'the bus speaks TLS 1.0',
    caughtBy: TLS,
    plant: first('ServiceBus/namespaces', (it) => (it.minimumTlsVersion = '1.0')),
  },
  {
    name: 'the database speaks what it likes',
    caughtBy: TLS,
    plant: first('DocumentDB/databaseAccounts', (it) => delete it.minimalTlsVersion),
  },
  {
    name: 'nobody said whether the world may reach the vault',
    caughtBy: NETWORK,
    plant: first('KeyVault/vaults', (it) => delete it.publicNetworkAccess),
  },
];
