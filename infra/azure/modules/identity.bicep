// Who an app is. Made before everything else, so that every grant can name it.

param location string
param suffix string
param short string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${short}-${suffix}'
  location: location
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
