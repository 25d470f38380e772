// One container for the state of each service and one for its leases; an identity reaches its own two.

import { cosmosDataContributor, database, services } from '../topology.bicep'

param location string
param suffix string
param isPrivate bool

@description('Object ids of the identities, in the order of the services.')
param principalIds string[]

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: 'cosmos-${suffix}'
  location: location
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    capabilities: [{ name: 'EnableServerless' }]
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
  }
}

resource sqlDatabase 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: database
  properties: { resource: { id: database } }
}

@description('Only what the few queries of the state room ask for is indexed; everything else is a point read.')
resource states 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = [
  for service in services: {
    parent: sqlDatabase
    name: service.name
    properties: {
      resource: {
        id: service.name
        partitionKey: { paths: ['/tenantId', '/aggregate'], kind: 'MultiHash', version: 2 }
        defaultTtl: -1
        indexingPolicy: {
          indexingMode: 'consistent'
          includedPaths: [{ path: '/kind/?' }, { path: '/position/?' }, { path: '/number/?' }, { path: '/record/number/?' }]
          excludedPaths: [{ path: '/*' }]
        }
      }
    }
  }
]

resource leases 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = [
  for service in services: {
    parent: sqlDatabase
    name: '${service.name}-leases'
    properties: {
      resource: {
        id: '${service.name}-leases'
        partitionKey: { paths: ['/id'], kind: 'Hash', version: 2 }
      }
    }
  }
]

var ownContainers = flatten(map(services, (service, n) => [
  { service: n, container: service.name }
  { service: n, container: '${service.name}-leases' }
]))

@batchSize(1)
resource access 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = [
  for own in ownContainers: {
    parent: account
    name: guid(account.id, own.container, services[own.service].name)
    properties: {
      principalId: principalIds[own.service]
      roleDefinitionId: '${account.id}/sqlRoleDefinitions/${cosmosDataContributor}'
      scope: '${account.id}/dbs/${database}/colls/${own.container}'
    }
    dependsOn: [states, leases]
  }
]

output accountId string = account.id
output endpoint string = account.properties.documentEndpoint
