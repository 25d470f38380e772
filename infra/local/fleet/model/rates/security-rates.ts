import { documented, known, own } from './rate.ts';

export const securityRates = {
  alertsPerDay: own(0.0009, 'alerts a device and day without any campaign'),
  falsePositive: {
    informational: own(0.55, 'informational alerts that are false'),
    low: own(0.55, 'low alerts that are false'),
    medium: own(0.35, 'medium alerts that are false'),
    high: own(0.12, 'high alerts that are false'),
  },
  remediated: own(0.7, 'alerts that the automatic investigation remediates'),
  remediationShortestMinutes: own(5, 'minutes of the shortest investigation'),
  remediationLongestMinutes: own(40, 'minutes of the longest investigation'),
  incidentHours: own(24, 'hours within which alerts of a device join one incident'),
  actionCheckMinutes: own(5, 'minutes until an online device takes a Defender action, at most'),
  actionShortestMinutes: own(0.5, 'minutes of the shortest Defender action'),
  actionLongestMinutes: own(10, 'minutes of the longest Defender action'),
  fullScanShortestHours: own(1, 'hours of the shortest full scan'),
  fullScanLongestHours: own(4, 'hours of the longest full scan'),
  actionFailure: own(0.03, 'Defender actions that fail'),
  actionTimeOutDays: known(3, 'days after which a Defender action on an offline device times out'),
  managementActionExpiryDays: own(30, 'days after which an Intune action on an offline device is cancelled'),
  signInsPerWorkDay: own(9, 'sign-ins a user and work day'),
  signInFailure: known(0.04, 'sign-ins that fail'),
  signInErrors: {
    '50126': known(0.45, 'failures for a bad password'),
    '50053': known(0.05, 'failures for a locked account'),
    '50076': known(0.3, 'failures for a missing second factor'),
    '53003': known(0.12, 'failures for a conditional access policy'),
    '50055': known(0.08, 'failures for an expired password'),
  },
  signatureOverdueDays: documented(7, 'days after which signatures count as overdue'),
} as const;
