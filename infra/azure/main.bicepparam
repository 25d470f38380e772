// Sample values for the snapshot: what the tests read.

using 'main.bicep'

param environmentName = 'omd'
param location = 'westeurope'
param alertEmail = 'operators@example.org'
param apiApplicationId = '11111111-1111-4111-8111-111111111111'
param consoleApplicationId = '22222222-2222-4222-8222-222222222222'
param graphApplicationId = '33333333-3333-4333-8333-333333333333'
param oemWebhooks = true
param packageBaseUrl = 'https://example.org/omd/1.0.0'
param monthlyBudget = 200
param budgetStart = '2026-01-01'
