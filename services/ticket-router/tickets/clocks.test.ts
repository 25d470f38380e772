import { describe, expect, it } from 'vitest';
import { firstResponseDue, updateDue } from './clocks.ts';

const BERLIN = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);
const iso = (moment: number) => new Date(moment).toISOString();

describe('the clock of the first response', () => {
  it('of severity A runs on Saturdays too', () => {
    expect(iso(firstResponseDue('A', at('2026-07-11T10:00:00Z'), BERLIN))).toBe('2026-07-11T11:00:00.000Z');
  });

  it('of severity B begins on Monday morning of the tenant when it is opened at the weekend', () => {
    expect(iso(firstResponseDue('B', at('2026-07-11T10:00:00Z'), BERLIN))).toBe('2026-07-13T02:00:00.000Z');
  });

  it('of severity C stands still over the weekend', () => {
    expect(iso(firstResponseDue('C', at('2026-07-10T20:00:00Z'), BERLIN))).toBe('2026-07-13T04:00:00.000Z');
  });
});

it('updates of C come every two working days, also over the end of summer time', () => {
  expect(iso(updateDue('C', at('2026-10-23T10:00:00Z'), BERLIN))).toBe('2026-10-27T11:00:00.000Z');
});
