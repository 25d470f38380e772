// What `azd up` deploys: a resource group, and the product in it.

targetScope = 'subscription'

@description('Name of the environment; the resource group is named after it.')
@minLength(2)
@maxLength(8)
param environmentName string

@metadata({ azd: { type: 'location' } })
param location string

@description('Who is told when something is wrong.')
param alertEmail string

param apiApplicationId string = ''
param consoleApplicationId string = ''
param graphApplicationIds object = {}
param graphWrites 'allowed' | 'not-allowed' = 'not-allowed'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: { 'azd-env-name': environmentName }
}

module product 'main.bicep' = {
  name: 'product'
  scope: group
  params: {
    environmentName: environmentName
    location: location
    alertEmail: alertEmail
    apiApplicationId: apiApplicationId
    consoleApplicationId: consoleApplicationId
    graphApplicationIds: graphApplicationIds
    graphWrites: graphWrites
  }
}

output consoleUrl string = product.outputs.consoleUrl
output identities object[] = product.outputs.identities
