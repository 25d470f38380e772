import { own } from './rate.ts';

export const healthRates = {
  stopErrorsPerDay: own(0.0022, 'stop errors a device and day online'),
  stopErrorShape: own(0.35, 'gamma shape of their spread over devices: a few devices make most'),
  modelFactorLowest: own(0.4, 'times the mean on the most robust model'),
  modelFactorHighest: own(3, 'times the mean on the weakest model'),
  afterUpdate: own(0.6, 'more stop errors in the days after a monthly update'),
  afterUpdateDays: own(3, 'days after an update that count'),
  hardwareFaults: own(0.12, 'stop errors of a device with faulty hardware (0x124), always the same devices'),
  appCrashesPerDay: own(0.018, 'crashes of apps a device and day online'),
  apps: {
    Teams: own(0.22, 'crashes in Teams'),
    Outlook: own(0.17, 'crashes in Outlook'),
    Edge: own(0.14, 'crashes in Edge'),
    Excel: own(0.12, 'crashes in Excel'),
    Ledger: own(0.1, 'crashes in the line-of-business app'),
    other: own(0.25, 'crashes in all other apps'),
  },
  bootMedianSeconds: own(14, 'median seconds of a core boot'),
  bootSigma: own(0.35, 'log-normal sigma of a core boot'),
  batteryLossPerYear: own(0.075, 'capacity a battery loses a year'),
  batterySpread: own(0.06, 'capacity by which batteries differ'),
  signatureLagHours: own(8, 'hours by which signatures are behind the last time online, at most'),
} as const;
