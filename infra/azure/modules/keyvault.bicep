// Keys that others gave us: those with which suppliers sign their webhooks. The product has no secret of its own.

import { roles } from '../topology.bicep'

param location string
param suffix string
param isPrivate bool

type Reader = {
  service: string
  principalId: string
}

@description('The identities that read secrets.')
param readers Reader[]

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: take('kv-${suffix}', 24)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reader in readers: {
    name: guid(vault.id, reader.service, roles.keyVaultSecretsUser)
    scope: vault
    properties: {
      principalId: reader.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
    }
  }
]

output vaultId string = vault.id
output vaultUri string = vault.properties.vaultUri
