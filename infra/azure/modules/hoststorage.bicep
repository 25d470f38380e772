// The storage of one app's host: its package, its keys, the leases of its timers. One account for each app, since a shared
// one would let each read the others' keys and packages.

import { roles } from '../topology.bicep'

param location string
param suffix string
@minLength(3)
@maxLength(6)
param short string
param serviceName string
param principalId string
param isPrivate bool

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('st${short}${replace(suffix, '-', '')}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
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
  parent: storage
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: 'package'
  properties: { publicAccess: 'None' }
}

var hostRoles = [roles.storageBlobDataOwner, roles.storageTableDataContributor]

resource ownStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in hostRoles: {
    name: guid(storage.id, serviceName, role)
    scope: storage
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

output id string = storage.id
output name string = storage.name
