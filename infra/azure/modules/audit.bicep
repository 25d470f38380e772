// Where the seals of the audit chains are exported to: written once, changed by nobody, not even by us.

import { roles, services } from '../topology.bicep'

param location string
param suffix string
param isPrivate bool

@description('Object ids of the identities, in the order of the services.')
param principalIds string[]

@description('Days in which nothing can be changed or deleted. The policy is created unlocked: locking is for good, and a person does it.')
@minValue(1)
param keepDays int = 400

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('staudit${replace(suffix, '-', '')}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    accessTier: 'Cool'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for service in services: {
    parent: blobs
    name: 'seals-${service.name}'
    properties: { publicAccess: 'None' }
  }
]

resource immutable 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = [
  for (service, n) in services: {
    parent: containers[n]
    name: 'default'
    properties: {
      immutabilityPeriodSinceCreationInDays: keepDays
      allowProtectedAppendWrites: true
    }
  }
]

resource write 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (service, n) in services: {
    name: guid(containers[n].id, service.name, roles.storageBlobDataContributor)
    scope: containers[n]
    properties: {
      principalId: principalIds[n]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
    }
  }
]

output accountId string = account.id
output blobEndpoint string = account.properties.primaryEndpoints.blob
