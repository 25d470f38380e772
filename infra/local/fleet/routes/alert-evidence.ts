import { createHash } from 'node:crypto';
import type { SecurityNamespace as Security } from '@microsoft/microsoft-graph-types';
import type { Call } from '../graph/call.ts';
import type { Alert } from '../model/alerts.ts';
import { dateTime, entraDeviceId, machineId, ownerOf } from '../tenant/devices.ts';
import { userId } from '../tenant/users.ts';

type Evidence = Security.AlertEvidence & { readonly '@odata.type': string };

/** What an alert shows of what happened: always its devices, and what its template names. */
export function evidenceOf(alert: Alert, call: Call): Evidence[] {
  const devices = [alert.device, ...(alert.otherDevice === undefined ? [] : [alert.otherDevice])];
  return [
    ...devices.map((device) => deviceEvidence(device, alert, call)),
    ...alert.template.evidence.flatMap((kind) => namedEvidence(kind, alert, call)),
  ];
}

function namedEvidence(kind: Alert['template']['evidence'][number], alert: Alert, call: Call): Evidence[] {
  switch (kind) {
    case 'file':
      return [fileEvidence(alert, call)];
    case 'process':
      return [processEvidence(alert, call)];
    case 'user':
      return [userEvidence(alert, call)];
    case 'registry':
      return [registryEvidence(alert, call)];
    case 'ip':
      return [ipEvidence(alert, call)];
    case 'url':
      return [urlEvidence(alert, call)];
    case 'otherDevice':
      return [];
  }
}

function base({ time, remediatedAt }: Alert, { now }: Call): Security.AlertEvidence {
  const isRemediated = remediatedAt !== undefined && remediatedAt <= now;
  return {
    createdDateTime: dateTime(time),
    verdict: 'suspicious',
    remediationStatus: isRemediated ? 'remediated' : 'none',
    remediationStatusDetails: null,
    roles: [],
    detailedRoles: [],
    tags: [],
  };
}

function deviceEvidence(device: number, alert: Alert, call: Call): Evidence {
  const { tenant, now } = call;
  const version = tenant.fleet.reported.osVersion(device, now);
  const evidence: Security.DeviceEvidence = {
    ...base(alert, call),
    mdeDeviceId: machineId(tenant, device),
    azureAdDeviceId: entraDeviceId(tenant, device),
    deviceDnsName: dnsName(device, call),
    hostName: tenant.fleet.names.name(device),
    osPlatform: 'Windows11',
    osBuild: Number(version.split('.')[2]),
    version,
    healthStatus: 'active',
    riskScore: alert.template.severity,
    onboardingStatus: 'onboarded',
    defenderAvStatus: 'updated',
    rbacGroupId: 0,
    rbacGroupName: null,
    firstSeenDateTime: dateTime(tenant.fleet.columns.enrolledAt[device] ?? 0),
    loggedOnUsers: loggedOn(device, call),
    vmMetadata: null,
  };
  return { '@odata.type': '#microsoft.graph.security.deviceEvidence', ...evidence };
}

const dnsName = (device: number, { tenant }: Call) =>
  `${tenant.fleet.names.name(device)}.${tenant.domain}`.toLowerCase();

function loggedOn(device: number, { tenant }: Call): Security.LoggedOnUser[] {
  const owner = ownerOf(tenant, device);
  if (!owner) return [];
  return [{ accountName: owner.userPrincipalName.split('@')[0] ?? '', domainName: 'CONTOSO' }];
}

function account({ device }: Alert, { tenant }: Call): Security.UserAccount {
  const owner = ownerOf(tenant, device);
  if (!owner) return { accountName: 'system', domainName: 'NT AUTHORITY' };
  return {
    accountName: owner.userPrincipalName.split('@')[0] ?? '',
    domainName: 'CONTOSO',
    azureAdUserId: userId(tenant, owner.index),
    userPrincipalName: owner.userPrincipalName,
    displayName: owner.displayName,
  };
}

function fileOf({ index, template }: Alert): Security.FileDetails {
  const text = `${template.title} ${index}`;
  return {
    fileName: `sample-${index}.exe`,
    filePath: 'C:\\Users\\Public\\Downloads',
    fileSize: 40_960 + index,
    filePublisher: null,
    signer: null,
    issuer: null,
    sha1: createHash('sha1').update(text).digest('hex'),
    sha256: createHash('sha256').update(text).digest('hex'),
  };
}

function fileEvidence(alert: Alert, call: Call): Evidence {
  const evidence: Security.FileEvidence = {
    ...base(alert, call),
    fileDetails: fileOf(alert),
    mdeDeviceId: machineId(call.tenant, alert.device),
    detectionStatus: alert.template.severity === 'informational' ? 'prevented' : 'detected',
  };
  return { '@odata.type': '#microsoft.graph.security.fileEvidence', ...evidence };
}

function processEvidence(alert: Alert, call: Call): Evidence {
  const evidence: Security.ProcessEvidence = {
    ...base(alert, call),
    imageFile: fileOf(alert),
    mdeDeviceId: machineId(call.tenant, alert.device),
    processId: 1_000 + alert.index,
    processCommandLine: `sample-${alert.index}.exe /quiet`,
    userAccount: account(alert, call),
    detectionStatus: 'detected',
  };
  return { '@odata.type': '#microsoft.graph.security.processEvidence', ...evidence };
}

function userEvidence(alert: Alert, call: Call): Evidence {
  const evidence: Security.UserEvidence = { ...base(alert, call), userAccount: account(alert, call) };
  return { '@odata.type': '#microsoft.graph.security.userEvidence', ...evidence };
}

function registryEvidence(alert: Alert, call: Call): Evidence {
  const evidence: Security.RegistryKeyEvidence = {
    ...base(alert, call),
    registryHive: 'HKEY_LOCAL_MACHINE',
    registryKey: 'SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache',
  };
  return { '@odata.type': '#microsoft.graph.security.registryKeyEvidence', ...evidence };
}

/** Addresses of a block that is reserved for documentation (RFC 5737). */
function ipEvidence(alert: Alert, call: Call): Evidence {
  const evidence: Security.IpEvidence = { ...base(alert, call), ipAddress: `203.0.113.${1 + (alert.index % 254)}` };
  return { '@odata.type': '#microsoft.graph.security.ipEvidence', ...evidence };
}

function urlEvidence(alert: Alert, call: Call): Evidence {
  const evidence: Security.UrlEvidence = { ...base(alert, call), url: `https://bad-${alert.index}.example/` };
  return { '@odata.type': '#microsoft.graph.security.urlEvidence', ...evidence };
}
