import { join } from 'node:path';
import type { DrivenClock } from '../clock/clock.ts';
import type { Log } from '../functions-host/log.ts';
import { forgetfulTimerStatus, type TimerStatusStore } from '../functions-host/timers/timer-status.ts';
import type { Blueprint } from '../supervisor/blueprint.ts';
import { buildWhatIsOld } from '../supervisor/build-what-is-old.ts';
import type { Ground } from '../supervisor/ground.ts';
import type { RunningService } from '../supervisor/running-service.ts';
import { openInProcess } from '../supervisor/service-in-process.ts';
import { startProcess } from '../supervisor/service-process.ts';
import { type Addresses, type Settings, settingsOf, sharedSettings } from '../supervisor/settings.ts';
import type { InProcess } from './fetch-in-process.ts';
import { surround } from './shared-process.ts';

/** Starts driven services, the first time and after a crash. */
export interface Launcher {
  launch(name: string): Promise<RunningService>;
  /** Undoes what was done to this process. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly blueprint: Blueprint;
  readonly clock: DrivenClock;
  readonly ground: Ground;
  readonly addresses: Addresses;
  /** The cloud, for services of this process. */
  readonly cloud: InProcess;
  readonly settings: Settings;
  readonly data: string | undefined;
  readonly log: Log;
}

/** All services in this process; database and cloud without a socket. */
export async function launcherInThisProcess(options: LaunchOptions): Promise<Launcher> {
  const { blueprint, clock, ground, addresses, cloud, settings, log } = options;
  const { onCommit, httpClient: cosmosHttpClient } = ground.cosmos;
  await buildWhatIsOld(blueprint.folders, () => undefined);
  const leave = surround({
    clock,
    cosmosTransport: cosmosHttpClient,
    cloud,
    settings: { ...sharedSettings(addresses), ...settings },
  });
  const timers = new Map<string, TimerStatusStore>();
  return {
    async launch(name) {
      const timerStatus = timers.get(name) ?? forgetfulTimerStatus();
      timers.set(name, timerStatus);
      const root = join(blueprint.folders.out, name);
      const environment = { ...settingsOf(name, addresses), ...settings };
      const ways = { pending: pendingIn(ground), cosmosHttpClient, onCommit };
      return openInProcess(name, { root, environment, clock, log, timerStatus, ...ways });
    },
    close: async () => leave(),
  };
}

/** Every service in a process of its own, the clock told with each round. */
export async function launcherInOwnProcesses(options: LaunchOptions): Promise<Launcher> {
  const { blueprint, clock, ground, addresses, settings, data } = options;
  const entry = await buildWhatIsOld(blueprint.folders, () => undefined);
  return {
    launch: (name) =>
      startProcess({
        name,
        entry,
        root: join(blueprint.folders.out, name),
        mode: 'driven',
        now: clock.now(),
        timerFile: data === undefined ? undefined : join(data, 'timers', `${name}.json`),
        settings: { ...settingsOf(name, addresses), ...settings },
        pending: pendingIn(ground),
        onCommit: ground.cosmos.onCommit,
      }),
    close: () => Promise.resolve(),
  };
}

function pendingIn({ serviceBus }: Ground): (entity: string) => number {
  return (entity) => serviceBus.count(entity).active;
}
