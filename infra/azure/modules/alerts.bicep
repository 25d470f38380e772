// What wakes somebody. Each has a page in ../runbooks.

param location string
param suffix string
param email string
param namespaceId string
param workspaceId string

@description('A month, in the currency of the subscription; 0: none.')
param budget int

@description('First day of the month from which the budget counts.')
param budgetStart string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${suffix}'
  location: 'global'
  properties: {
    groupShortName: 'omd'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource parkedByBus 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'dead-letters-of-the-bus-${suffix}'
  location: 'global'
  properties: {
    description: 'The bus itself has put messages aside, and the timer that brings them to the services has not.'
    severity: 2
    enabled: true
    scopes: [namespaceId]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT6H' // the timer comes once an hour
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead letters'
          metricName: 'DeadletteredMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Minimum'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource silent 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'backlog-${suffix}'
  location: 'global'
  properties: {
    description: 'Messages wait in an inbox queue and nobody takes them.'
    severity: 1
    enabled: true
    scopes: [namespaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'waiting messages'
          metricName: 'ActiveMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          operator: 'GreaterThan'
          threshold: 1000
          timeAggregation: 'Minimum'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

type LogAlert = {
  name: string
  description: string
  severity: int
  query: string
  threshold: int
  every: string
  over: string
}

@description('Lines that the services write for this purpose, and failures of their functions.')
var logAlerts LogAlert[] = [
  {
    name: 'dead-letters'
    description: 'A service has put messages aside. A person decides what becomes of them.'
    severity: 2
    query: 'AppTraces | where Message has "a message was put aside" | summarize Found = count() by AppRoleName'
    threshold: 0
    every: 'PT5M'
    over: 'PT5M'
  }
  {
    name: 'feed-late'
    description: 'Events reach their topic more than a quarter of an hour after they were decided.'
    severity: 1
    query: 'AppTraces | where Message has "the change feed is late" | summarize Found = count() by AppRoleName'
    threshold: 0
    every: 'PT5M'
    over: 'PT15M'
  }
  {
    name: 'audit-broken'
    description: 'The verification of an audit chain has found a record that is missing or was changed.'
    severity: 0
    query: 'AppTraces | where Message has "the audit chain is broken" | summarize Found = count() by AppRoleName'
    threshold: 0
    every: 'PT5M'
    over: 'PT15M'
  }
  {
    name: 'failures'
    description: 'Functions fail.'
    severity: 2
    query: 'AppRequests | where Success == false | summarize Found = count() by AppRoleName'
    threshold: 5
    every: 'PT5M'
    over: 'PT15M'
  }
]

resource logs 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: '${alert.name}-${suffix}'
    location: location
    kind: 'LogAlert'
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: alert.every
      windowSize: alert.over
      // The tables come into being with the first line, which is after this.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            metricMeasureColumn: 'Found'
            timeAggregation: 'Total'
            operator: 'GreaterThan'
            threshold: alert.threshold
            dimensions: [{ name: 'AppRoleName', operator: 'Include', values: ['*'] }]
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

resource money 'Microsoft.Consumption/budgets@2024-08-01' = if (budget > 0) {
  name: 'budget-${suffix}'
  properties: {
    category: 'Cost'
    amount: budget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetStart }
    notifications: {
      most: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [email] }
      all: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', contactEmails: [email] }
    }
  }
}
