/** The header that tells how a query ran: what a client parses has to be there, and most of it is nothing here. */
export function queryMetrics(count: number, bytes: number, milliseconds: number): string {
  const time = milliseconds.toFixed(2);
  return [
    `totalExecutionTimeInMs=${time}`,
    'queryCompileTimeInMs=0.00',
    'queryLogicalPlanBuildTimeInMs=0.00',
    'queryPhysicalPlanBuildTimeInMs=0.00',
    'queryOptimizationTimeInMs=0.00',
    `VMExecutionTimeInMs=${time}`,
    'indexLookupTimeInMs=0.00',
    'instructionCount=0',
    'documentLoadTimeInMs=0.00',
    'systemFunctionExecuteTimeInMs=0.00',
    'userFunctionExecuteTimeInMs=0.00',
    `retrievedDocumentCount=${count}`,
    `retrievedDocumentSize=${bytes}`,
    `outputDocumentCount=${count}`,
    `outputDocumentSize=${bytes}`,
    'writeOutputTimeInMs=0.00',
    'indexUtilizationRatio=1.00',
  ].join(';');
}
