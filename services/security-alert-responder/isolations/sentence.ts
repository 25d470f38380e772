import type { Isolation } from './isolation.ts';

/** Where it stands, for people. */
export function sentenceOf(isolation: Isolation): string {
  const { stage, wanted, deviceId, deviceName } = isolation;
  const name = deviceName ?? deviceId;
  switch (stage.kind) {
    case 'waiting-for-approval':
      return `A second person has to approve that ${name} is isolated.`;
    case 'rejected':
      return `Nobody approved that ${name} is isolated.`;
    case 'void':
      return `${name} is not ${PAST[wanted]}: things are no longer as they were when it was asked for.`;
    case 'planned':
    case 'sending':
      return `Defender is being asked to ${wanted} ${name}.`;
    case 'sent':
      return `Defender has taken the request to ${wanted} ${name}; the device does it when it is on.`;
    case 'confirmed':
      return confirmed(isolation, name);
    case 'failed':
      return `${name} could not be ${PAST[wanted]}: ${stage.why}`;
    case 'unknown':
      return `Nobody knows whether ${name} was ${PAST[wanted]}: ${stage.why} A person has to look in Defender.`;
  }
}

const PAST = { isolate: 'isolated', release: 'released' } as const;

function confirmed(isolation: Isolation, name: string): string {
  if (isolation.wanted === 'release') return `${name} is back on the network.`;
  const by = isolation.approvedBy ? `, approved by ${isolation.approvedBy}` : '';
  return `${name} is cut off from the network${by}.`;
}
