import { type Terminal, table } from '../../terminal/terminal.ts';
import { isSound, killUnderLoad, type Outcome } from './kill-stand-ins.ts';

/** Kills both stand-ins under load and prints what came of it. Returns whether both were sound. */
export async function runStandIns(options: { kills: number; seed: number }, screen: Terminal): Promise<boolean> {
  const { kills, seed } = options;
  const serviceBus = await killUnderLoad('service-bus', { ...options, progress: screen.progress });
  const cosmos = await killUnderLoad('cosmos', { ...options, progress: screen.progress });
  const sound = isSound(serviceBus) && isSound(cosmos);
  screen.say(table([HEADINGS, row('service-bus', serviceBus), row('cosmos', cosmos)]));
  if (!sound) screen.say(`Again: npm run chaos -- --only stand-ins --kills ${kills} --seed ${seed}`);
  screen.result({ seed, serviceBus, cosmos });
  return sound;
}

const HEADINGS = ['stand-in', 'kills', 'acknowledged', 'lost', 'stale', 'resurrected', 'restart median', 'max'];

function row(name: string, { kills, acknowledged, lost, stale, resurrected, restartMs }: Outcome): string[] {
  const counts = [kills, acknowledged, lost, stale, resurrected].map(String);
  return [name, ...counts, `${restartMs.median} ms`, `${restartMs.max} ms`];
}
