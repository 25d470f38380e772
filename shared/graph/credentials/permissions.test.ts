import { expect, it } from 'vitest';
import { SERVICES } from '../../contracts/events/topology.ts';
import { NEEDED, PRESETS } from '../../contracts/microsoft-permissions.ts';
import { PERMISSIONS } from './permissions.ts';

it.each(PRESETS)(
  'what the preset %s asks for is said in words, and as reading when nothing is to be changed',
  (preset) => {
    const asked = SERVICES.flatMap((service) => NEEDED[service][preset]);
    const said = asked.map(
      ({ api, name }) => PERMISSIONS.find((each) => each.api === api && each.name === name) ?? name,
    );
    expect(said.filter((each) => typeof each === 'string')).toEqual([]);
    if (preset === 'read-only') expect(said.filter((each) => typeof each === 'object' && each.writes)).toEqual([]);
  },
);
