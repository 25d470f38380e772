// The option for those who must not have public endpoints behind their apps: a network with a
// subnet for each app, and the names under which private endpoints are found.

param location string
param suffix string

@description('How many apps need a subnet.')
param apps int

@export()
@description('Names of private DNS zones by the kind of endpoint.')
var zones = {
  namespace: 'privatelink.servicebus.windows.net'
  Sql: 'privatelink.documents.azure.com'
  vault: 'privatelink.vaultcore.azure.net'
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${suffix}'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/20'] }
    subnets: concat(
      [{ name: 'endpoints', properties: { addressPrefix: '10.20.15.0/24' } }],
      map(range(0, apps), n => {
        name: 'app-${n}'
        properties: {
          addressPrefix: '10.20.${n}.0/26'
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      })
    )
  }
}

resource dns 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in items(zones): {
    name: zone.value
    location: 'global'
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, n) in items(zones): {
    parent: dns[n]
    name: 'link'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

output subnetIds string[] = [for n in range(0, apps): '${network.id}/subnets/app-${n}']
output endpointsSubnetId string = '${network.id}/subnets/endpoints'
