import { known, own } from './rate.ts';

export const presenceRates = {
  classes: {
    officeLaptop: own(0.838, 'laptops that go where their user goes'),
    alwaysOn: own(0.06, 'desktops and labs'),
    rarelyUsed: own(0.045, 'devices used now and then'),
    drawer: own(0.015, 'in a drawer, lost or returned: never online, in the lists for ever'),
    cloudPc: own(0.042, 'Cloud PC and AVD, as the models have it: powered all day while their user works'),
  },
  workDay: own(0.94, 'work days on which an office device is used, its user neither sick nor out of office'),
  weekendDay: own(0.11, 'days of a weekend on which an office device is used'),
  alwaysOnDayOff: own(0.01, 'days on which an always-on device is off'),
  rarelyUsedDay: own(0.18, 'days on which a rarely used device is on'),
  startEarliestHour: own(7, 'local hour before which nobody starts'),
  startLatestHour: own(10, 'local hour after which nobody starts'),
  shortestDayHours: own(6.5, 'hours of the shortest day'),
  longestDayHours: own(10, 'hours of the longest day'),
  holiday: own(0.1, 'devices whose user starts a holiday in any 30 days'),
  holidayMedianDays: own(6, 'median days of a holiday'),
  holidaySigma: own(0.6, 'log-normal sigma of the days of a holiday'),
  holidayHighSeason: own(2, 'times the holidays in August and the last week of December'),
  breakdownDay: own(0.0005, 'days on which a battery or a screen breaks'),
  breakdownLongestDays: own(5, 'days of the longest repair; the shortest is 1'),
  travelDay: own(0.015, 'days on a metered link, without downloads'),
  zones: {
    home: own(0.7, 'devices in the zone of the head office'),
    neighbour: own(0.2, 'devices one hour east or west of it'),
    elsewhere: own(0.1, 'devices anywhere else'),
  },
  homeZoneHours: own(1, 'hours the head office is ahead of UTC, all year'),
  checkInHours: known(8, 'hours between check-ins while online'),
  checkInJitterHours: known(0.5, 'hours a check-in may be early or late; also the longest wait after switching on'),
} as const;
