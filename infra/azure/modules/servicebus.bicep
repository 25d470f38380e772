// Topics between the services, one inbox queue for each, and who may send and receive what.

import { roles, services, inboxQueue, subscription, topic } from '../topology.bicep'

param location string
param suffix string
param isPrivate bool

@description('Object ids of the identities, in the order of the services.')
param principalIds string[]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-${suffix}'
  location: location
  // Standard has no private endpoints.
  sku: isPrivate ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for service in services: {
    parent: namespace
    name: service.name
    properties: inboxQueue
  }
]

resource topics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [
  for service in services: {
    parent: namespace
    name: service.topic
    properties: topic
  }
]

var deliveries = flatten(map(
  services,
  publisher => map(
    filter(services, other => other.name != publisher.name),
    subscriber => { topic: publisher.topic, subscriber: subscriber.name }
  )
))

@description('Each forwards everything into the inbox queue of the service it is named after; nobody receives from it.')
resource subscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for delivery in deliveries: {
    name: '${namespace.name}/${delivery.topic}/${delivery.subscriber}'
    properties: {
      ...subscription
      forwardTo: delivery.subscriber
    }
    dependsOn: [queues, topics]
  }
]

resource send 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (service, n) in services: {
    name: guid(topics[n].id, service.name, roles.serviceBusDataSender)
    scope: topics[n]
    properties: {
      principalId: principalIds[n]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    }
  }
]

@description('Its own queue alone: copies, fan-out and due work of timers go there, and are received there.')
resource sendToInbox 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (service, n) in services: {
    name: guid(queues[n].id, service.name, roles.serviceBusDataSender)
    scope: queues[n]
    properties: {
      principalId: principalIds[n]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    }
  }
]

resource receive 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (service, n) in services: {
    name: guid(queues[n].id, service.name, roles.serviceBusDataReceiver)
    scope: queues[n]
    properties: {
      principalId: principalIds[n]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    }
  }
]

output namespaceId string = namespace.id
// The resource gives `https://…:443/`; clients want the host alone.
output host string = split(split(namespace.properties.serviceBusEndpoint, '//')[1], ':')[0]
