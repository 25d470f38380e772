import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Rooms whose files take longest, the longest first: what begins last must not be what everybody waits for. */
const LONGEST = [
  'tests/browser/',
  'tests/platform/',
  'tests/chaos/',
  'infra/local/fleet/acceptance',
  'tests/cases/',
  'tests/stories/',
  'tests/conformance/',
  'tests/hostile/',
];

/** The order in which files are begun. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((room) => moduleId.includes(room));
      return at < 0 ? LONGEST.length : at;
    };
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}
