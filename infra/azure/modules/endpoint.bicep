// A private endpoint, and its name.

import { zones } from 'network.bicep'

param location string
param suffix string

@description('Part of its name.')
param name string

@description('The resource that it leads to.')
param targetId string

param groupId 'namespace' | 'Sql' | 'vault' | 'blob' | 'table'
param subnetId string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-${name}-${suffix}'
  location: location
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [{ name: name, properties: { privateLinkServiceId: targetId, groupIds: [groupId] } }]
  }
}

resource zone 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: groupId
        properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zones[groupId]) }
      }
    ]
  }
}
