// Sample values for the snapshot: what the tests read.

using 'main.bicep'

param environmentName = 'omd'
param location = 'westeurope'
param alertEmail = 'operators@example.org'
param apiApplicationId = '11111111-1111-4111-8111-111111111111'
param consoleApplicationId = '22222222-2222-4222-8222-222222222222'
param graphApplicationIds = {
  'device-registration': '33333333-3333-4333-8333-333333333331'
  'update-orchestrator': '33333333-3333-4333-8333-333333333332'
  'health-monitor': '33333333-3333-4333-8333-333333333333'
  'ticket-router': '33333333-3333-4333-8333-333333333334'
  'security-alert-responder': '33333333-3333-4333-8333-333333333335'
}
param oemWebhooks = true
param packageBaseUrl = 'https://example.org/omd/1.0.0'
param monthlyBudget = 200
param budgetStart = '2026-01-01'
