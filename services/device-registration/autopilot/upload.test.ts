import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NUMBERS } from '../numbers.ts';
import type { ImportAnswer } from './import-answer.ts';
import { answeredAll, halvesOf, isAnswered, merged, nextPoll, type Upload, uploadsOf, withAnswers } from './upload.ts';

const registered: ImportAnswer = { kind: 'registered', autopilotDeviceId: 'ap-1' };
const before: ImportAnswer = { kind: 'registered-before' };

const page = fc
  .array(fc.constantFrom('PF1', 'PF2', 'Default string', '0', null), { minLength: 1, maxLength: 150 })
  .map((serials) => serials.map((serialNumber, n) => ({ line: n + 2, deviceId: `d${n}`, serialNumber })));

function uploadOf(serials: readonly string[], change: Partial<Upload> = {}): Upload {
  const rows = serials.map((serialNumber, n) => ({ line: n + 2, deviceId: `d${n}`, serialNumber }));
  return { importId: 'i1', pageId: 'i1.0000', rows, status: { kind: 'planned' }, answers: {}, ...change };
}

describe('the uploads of a page', () => {
  it('have each row once, and no serial number twice in one of them', () => {
    fc.assert(
      fc.property(page, (rows) => {
        const uploads = uploadsOf('i1', 'i1.0000', rows);
        const sent = uploads.flatMap((upload) => upload.rows);
        expect(sent.toSorted((a, b) => a.line - b.line)).toEqual(rows);
        expect(new Set(uploads.map(({ uploadId }) => uploadId)).size).toBe(uploads.length);
        for (const { rows: own } of uploads) {
          expect(own.length).toBeLessThanOrEqual(NUMBERS.hashesAtOnce);
          expect(new Set(own.map(({ serialNumber }) => serialNumber)).size).toBe(own.length);
        }
      }),
    );
  });
});

describe('an upload', () => {
  it('that was refused goes on in halves, down to the rows alone', () => {
    const halves = halvesOf(uploadOf(['PF1', 'PF2', 'PF3']), 'u');
    expect(halves.map(({ uploadId, rows }) => [uploadId, rows.map(({ serialNumber }) => serialNumber)])).toEqual([
      ['ua', ['PF1', 'PF2']],
      ['ub', ['PF3']],
    ]);
  });

  it('is answered when each of its rows is; answers are told apart by serial number', () => {
    const said = [
      { serialNumber: 'PF2', answer: registered },
      { serialNumber: 'PF1', answer: undefined },
    ];
    const some = withAnswers(uploadOf(['PF1', 'PF2']), said);
    expect(some.answers).toEqual({ d1: registered });
    expect(isAnswered(some)).toBe(false);
    const all = answeredAll(some, before);
    expect(all.answers).toEqual({ d0: before, d1: registered });
    expect(isAnswered(all)).toBe(true);
  });

  it('knows its rows again in whatever case and blanks Autopilot writes them, and the last one by what is left', () => {
    const rows = [
      { serialNumber: ' pf1 ', answer: registered },
      { serialNumber: 'Default string', answer: before },
    ];
    expect(withAnswers(uploadOf(['PF1', '']), rows).answers).toEqual({ d0: registered, d1: before });
    expect(withAnswers(uploadOf(['PF1', 'PF2', 'PF3']), rows).answers).toEqual({ d0: registered });
  });

  it('takes no answer for a row that had one before it went out', () => {
    const upload = uploadOf(['PF1', 'PF2'], { answers: { d0: before } });
    const said = [{ serialNumber: 'pf-2', answer: registered }];
    expect(withAnswers(upload, said).answers).toEqual({ d0: before, d1: registered });
  });

  it('never goes back, and forgets no answer, whichever of two messages is the later', () => {
    const dispatched = uploadOf(['PF1', 'PF2'], { status: { kind: 'dispatched', at: 2 }, answers: { d0: registered } });
    const late = uploadOf(['PF1', 'PF2'], { status: { kind: 'dispatching', at: 1 }, answers: { d1: before } });
    expect(merged(dispatched, late)).toEqual({ ...dispatched, answers: { d0: registered, d1: before } });
    const done = uploadOf(['PF1', 'PF2'], { status: { kind: 'answered' }, answers: { d0: before, d1: before } });
    expect(merged(dispatched, done)).toMatchObject({ status: { kind: 'answered' }, answers: { d0: registered } });
  });

  it('is looked after less and less often', () => {
    const sentAt = 1_000_000;
    const waits = [0, 60_000, 600_000, 10_000_000].map(
      (elapsed) => nextPoll(sentAt, sentAt + elapsed) - sentAt - elapsed,
    );
    expect(waits).toEqual([30_000, 30_000, 300_000, 600_000]);
  });
});
