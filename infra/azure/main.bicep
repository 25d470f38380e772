// The whole product in one resource group. What the parameters leave open has a default that is safe.

import { database, services } from 'topology.bicep'

targetScope = 'resourceGroup'

@description('Part of every name; small letters and digits.')
@minLength(2)
@maxLength(8)
param environmentName string = 'omd'

@description('To be changed when a vault of an earlier deployment still holds the name.')
@maxLength(3)
param nameSuffix string = ''

param location string = resourceGroup().location

@description('Who is told when something is wrong.')
param alertEmail string

@description('Client id of the application that stands for the APIs; `directory/main.ts sign-in` makes it. Until then every request is refused.')
param apiApplicationId string = ''

@description('Client id of the application with which people sign in at the console; made by the same. Until then nobody can.')
param consoleApplicationId string = ''

@description('Client ids of the applications that act in tenants, by service; `directory/main.ts permissions` makes them.')
param graphApplicationIds object = {}

@description('Whether anything may be changed in the tenants. Reading comes first.')
param graphWrites 'allowed' | 'not-allowed' = 'not-allowed'

@description('Suppliers sign their webhooks with keys that lie in the vault under the name `oem-webhook-keys`.')
param oemWebhooks bool = false

@description('Virtual network and private endpoints; makes the bus Premium, which costs some hundreds a month.')
param privateNetworking bool = false

param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('Address of the folder with the zip of each service; empty: code comes by another way, such as azd.')
param packageBaseUrl string = ''

@description('A month, in the currency of the subscription; 0: no budget, for subscriptions that refuse them.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the month from which the budget counts.')
param budgetStart string = utcNow('yyyy-MM-01')

var suffix = '${environmentName}-${take(uniqueString(resourceGroup().id), 6)}${nameSuffix}'
var publicAccess = privateNetworking ? 'Disabled' : 'Enabled'
var consoleApp = { name: 'console', short: 'consol' }
var apps = concat(map(services, service => { name: service.name, short: service.short }), [consoleApp])

module identities 'modules/identity.bicep' = [
  for app in apps: {
    name: 'identity-${app.name}'
    params: { location: location, suffix: suffix, short: app.short }
  }
]

module observability 'modules/observability.bicep' = {
  name: 'observability'
  params: { location: location, suffix: suffix, publicAccess: publicAccess }
}

module bus 'modules/servicebus.bicep' = {
  name: 'servicebus'
  params: {
    location: location
    suffix: suffix
    isPrivate: privateNetworking
    principalIds: [for n in range(0, length(services)): identities[n].outputs.principalId]
  }
}

module cosmos 'modules/cosmos.bicep' = {
  name: 'cosmos'
  params: {
    location: location
    suffix: suffix
    isPrivate: privateNetworking
    principalIds: [for n in range(0, length(services)): identities[n].outputs.principalId]
  }
}

var vaultReaders = filter(range(0, length(services)), n => services[n].readsVault)

module vault 'modules/keyvault.bicep' = {
  name: 'keyvault'
  params: {
    location: location
    suffix: suffix
    isPrivate: privateNetworking
    readers: [for n in vaultReaders: { service: services[n].name, principalId: identities[n].outputs.principalId }]
  }
}

module audit 'modules/audit.bicep' = {
  name: 'audit'
  params: {
    location: location
    suffix: suffix
    isPrivate: privateNetworking
    principalIds: [for n in range(0, length(services)): identities[n].outputs.principalId]
  }
}

module hostStorages 'modules/hoststorage.bicep' = [
  for (app, n) in apps: {
    name: 'storage-${app.name}'
    params: {
      location: location
      suffix: suffix
      short: app.short
      serviceName: app.name
      principalId: identities[n].outputs.principalId
      isPrivate: privateNetworking
    }
  }
]

module network 'modules/network.bicep' = if (privateNetworking) {
  name: 'network'
  params: { location: location, suffix: suffix, apps: length(apps) }
}

module busEndpoint 'modules/endpoint.bicep' = if (privateNetworking) {
  name: 'endpoint-servicebus'
  params: {
    location: location
    suffix: suffix
    name: 'servicebus'
    targetId: bus.outputs.namespaceId
    groupId: 'namespace'
    subnetId: network!.outputs.endpointsSubnetId
  }
}

module cosmosEndpoint 'modules/endpoint.bicep' = if (privateNetworking) {
  name: 'endpoint-cosmos'
  params: {
    location: location
    suffix: suffix
    name: 'cosmos'
    targetId: cosmos.outputs.accountId
    groupId: 'Sql'
    subnetId: network!.outputs.endpointsSubnetId
  }
}

module vaultEndpoint 'modules/endpoint.bicep' = if (privateNetworking) {
  name: 'endpoint-keyvault'
  params: {
    location: location
    suffix: suffix
    name: 'keyvault'
    targetId: vault.outputs.vaultId
    groupId: 'vault'
    subnetId: network!.outputs.endpointsSubnetId
  }
}

module auditEndpoint 'modules/endpoint.bicep' = if (privateNetworking) {
  name: 'endpoint-audit'
  params: {
    location: location
    suffix: suffix
    name: 'audit'
    targetId: audit.outputs.accountId
    groupId: 'blob'
    subnetId: network!.outputs.endpointsSubnetId
  }
}

module blobEndpoints 'modules/endpoint.bicep' = [
  for (app, n) in apps: if (privateNetworking) {
    name: 'endpoint-blob-${app.name}'
    params: {
      location: location
      suffix: suffix
      name: 'blob-${app.short}'
      targetId: hostStorages[n].outputs.id
      groupId: 'blob'
      subnetId: network!.outputs.endpointsSubnetId
    }
  }
]

module tableEndpoints 'modules/endpoint.bicep' = [
  for (app, n) in apps: if (privateNetworking) {
    name: 'endpoint-table-${app.name}'
    params: {
      location: location
      suffix: suffix
      name: 'table-${app.short}'
      targetId: hostStorages[n].outputs.id
      groupId: 'table'
      subnetId: network!.outputs.endpointsSubnetId
    }
  }
]

var consoleUrl = 'https://func-${consoleApp.short}-${suffix}.azurewebsites.net'
var apiUrls = toObject(services, service => service.name, service => 'https://func-${service.short}-${suffix}.azurewebsites.net')
var issuers = empty(apiApplicationId)
  ? []
  : [{ kind: 'entra', entraTenantId: tenant().tenantId, audience: 'api://${apiApplicationId}', platform: true }]

module sites 'modules/functionapp.bicep' = [
  for (service, n) in services: {
    name: 'app-${service.name}'
    params: {
      location: location
      suffix: suffix
      short: service.short
      serviceName: service.name
      identity: {
        id: identities[n].outputs.id
        clientId: identities[n].outputs.clientId
        principalId: identities[n].outputs.principalId
      }
      storageName: hostStorages[n].outputs.name
      insightsName: observability.outputs.insightsName
      insightsEndpoint: observability.outputs.insightsEndpoint
      origins: [consoleUrl]
      instanceMemoryMB: instanceMemoryMB
      packageUri: empty(packageBaseUrl) ? '' : '${packageBaseUrl}/${service.name}.zip'
      subnetId: privateNetworking ? network!.outputs.subnetIds[n] : ''
      settings: {
        SERVICE_NAME: service.name
        ServiceBus__fullyQualifiedNamespace: bus.outputs.host
        ServiceBus__credential: 'managedidentity'
        ServiceBus__clientId: identities[n].outputs.clientId
        Cosmos__accountEndpoint: cosmos.outputs.endpoint
        Cosmos__credential: 'managedidentity'
        Cosmos__clientId: identities[n].outputs.clientId
        COSMOS_DATABASE: database
        IDENTITY_ISSUERS: string(issuers)
        GRAPH_APPLICATION_ID: graphApplicationIds[?service.name] ?? ''
        GRAPH_IDENTITY_CLIENT_ID: identities[n].outputs.clientId
        GRAPH_WRITES: graphWrites
        AUDIT_EXPORT_ENDPOINT: '${audit.outputs.blobEndpoint}seals-${service.name}'
        ...(service.readsVault && oemWebhooks
          ? { OEM_WEBHOOK_KEYS: '@Microsoft.KeyVault(SecretUri=${vault.outputs.vaultUri}secrets/oem-webhook-keys)' }
          : {})
      }
    }
    dependsOn: [busEndpoint, cosmosEndpoint, vaultEndpoint, auditEndpoint, blobEndpoints, tableEndpoints]
  }
]

@description('The app that serves the console\'s pages, at the address that the APIs answer and to which consents come back.')
module console 'modules/functionapp.bicep' = {
  name: 'app-console'
  params: {
    location: location
    suffix: suffix
    short: consoleApp.short
    serviceName: consoleApp.name
    identity: {
      id: identities[length(services)].outputs.id
      clientId: identities[length(services)].outputs.clientId
      principalId: identities[length(services)].outputs.principalId
    }
    storageName: hostStorages[length(services)].outputs.name
    insightsName: observability.outputs.insightsName
    insightsEndpoint: observability.outputs.insightsEndpoint
    origins: []
    instanceMemoryMB: 512
    packageUri: empty(packageBaseUrl) ? '' : '${packageBaseUrl}/${consoleApp.name}.zip'
    subnetId: privateNetworking ? network!.outputs.subnetIds[length(services)] : ''
    settings: {
      API_URLS: string(apiUrls)
      API_APPLICATION_ID: apiApplicationId
      CONSOLE_APPLICATION_ID: consoleApplicationId
      ENTRA_AUTHORITY: take(environment().authentication.loginEndpoint, length(environment().authentication.loginEndpoint) - 1)
      ENTRA_TENANT_ID: tenant().tenantId
    }
  }
  dependsOn: [blobEndpoints, tableEndpoints]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    suffix: suffix
    email: alertEmail
    namespaceId: bus.outputs.namespaceId
    workspaceId: observability.outputs.workspaceId
    budget: monthlyBudget
    budgetStart: budgetStart
  }
}

output consoleUrl string = console.outputs.url
output apiUrls object = apiUrls
output identities object[] = [
  for (service, n) in services: {
    service: service.name
    principalId: identities[n].outputs.principalId
    clientId: identities[n].outputs.clientId
  }
]
