// The topology of the product, once: every queue, topic, container and grant is a loop over this table.
// It says the same as shared/contracts/events/topology.ts and shared/contracts/state/containers.ts; a test compares them.

@export()
type Service = {
  @description('Folder, queue, subscription and container.')
  name: string

  @description('Part of resource names, at most six letters.')
  short: string

  @description('The topic on which it tells what happened.')
  topic: string

  @description('Reads webhook keys from the vault.')
  readsVault: bool
}

@export()
var services Service[] = [
  { name: 'device-registration', short: 'devreg', topic: 'device-events', readsVault: true }
  { name: 'update-orchestrator', short: 'update', topic: 'update-events', readsVault: false }
  { name: 'health-monitor', short: 'health', topic: 'health-events', readsVault: false }
  { name: 'ticket-router', short: 'ticket', topic: 'ticket-events', readsVault: false }
  { name: 'security-alert-responder', short: 'secure', topic: 'security-events', readsVault: false }
]

@export()
var database = 'omd'

@export()
var inboxQueue = {
  lockDuration: 'PT5M'
  maxDeliveryCount: 10
  defaultMessageTimeToLive: 'P14D'
  deadLetteringOnMessageExpiration: true
  requiresDuplicateDetection: true
  duplicateDetectionHistoryTimeWindow: 'P1D'
  maxSizeInMegabytes: 5120
}

@export()
var topic = {
  defaultMessageTimeToLive: 'P14D'
  requiresDuplicateDetection: true
  duplicateDetectionHistoryTimeWindow: 'P1D'
  maxSizeInMegabytes: 5120
}

@export()
var subscription = {
  maxDeliveryCount: 10
  lockDuration: 'PT1M'
  defaultMessageTimeToLive: 'P14D'
}

@export()
@description('Ids of built-in roles.')
var roles = {
  serviceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  serviceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

@export()
@description('Data plane role of Cosmos DB: read and write items, nothing else.')
var cosmosDataContributor = '00000000-0000-0000-0000-000000000002'
