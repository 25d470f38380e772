import { describe, expect, it } from 'vitest';
import { OptionError, parseOptions } from './options.ts';

describe('the command line of npm start', () => {
  it('asks for nothing by default: state in .data, the usual port, the simulated fleet', () => {
    expect(parseOptions([])).toEqual({
      data: '.data',
      fresh: false,
      json: false,
      port: undefined,
      fleet: {
        devices: undefined,
        pace: undefined,
        seed: undefined,
        script: 'first-month',
        tenant: undefined,
        allowWrites: false,
      },
    });
  });

  it('is read whole', () => {
    const args =
      '--fresh --data /tmp/x --json --port 8080 --devices 50 --pace 0.5 --seed 7 --script none --tenant t --allow-writes';
    expect(parseOptions(args.split(' '))).toEqual({
      data: '/tmp/x',
      fresh: true,
      json: true,
      port: 8080,
      fleet: { devices: 50, pace: 0.5, seed: 7, script: 'none', tenant: 't', allowWrites: true },
    });
  });

  it.each([
    ['--verbose', /--verbose/],
    ['extra', /extra/],
    ['--port=99999', /--port takes a whole number up to 65535/],
    ['--port=-1', /--port/],
    ['--devices=many', /--devices takes a whole number/],
    ['--pace=0', /--pace takes a number above zero/],
    ['--pace=Infinity', /--pace/],
    ['--script=war', /--script takes one of first-month, none/],
    ['--allow-writes', /name it with --tenant/],
  ])('%s is refused, and the message says what can be asked for', (arg, reason) => {
    const parse = () => parseOptions([arg]);
    expect(parse).toThrow(OptionError);
    expect(parse).toThrow(reason);
    expect(parse).toThrow(/--fresh +begin with no state/);
  });
});
