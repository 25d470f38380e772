// Where logs, spans and metrics go. Sign-in by Entra alone: the connection string says where, and opens nothing.

param location string
param suffix string
param publicAccess 'Enabled' | 'Disabled'

@description('Gigabytes a day before the workspace stops taking logs; a bug must not become a bill.')
param dailyQuotaGb int = 5

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${suffix}'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    features: { disableLocalAuth: true }
    workspaceCapping: { dailyQuotaGb: dailyQuotaGb }
    publicNetworkAccessForIngestion: publicAccess
    publicNetworkAccessForQuery: 'Enabled'
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${suffix}'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
    publicNetworkAccessForIngestion: publicAccess
    publicNetworkAccessForQuery: 'Enabled'
  }
}

output workspaceId string = workspace.id
output insightsName string = insights.name
output insightsEndpoint string = insights.properties.ConnectionString
