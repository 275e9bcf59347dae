import { describe, expect, it } from 'vitest';

import { readArguments } from '../../../src/cli/flags/arguments.ts';
import { flowsFlags } from '../../../src/cli/flags/observe-flags.ts';

/** Flags as `name=value`, words in brackets. */
function read(args: readonly string[]): readonly string[] {
  return [...readArguments(args, flowsFlags)].map((argument) =>
    argument.kind === 'flag' ? `${argument.name}=${argument.value}` : `[${argument.text}]`,
  );
}

describe('readArguments', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['--last', '5'], ['last=5']],
    [['--last=5'], ['last=5']],
    [['--last', '-1'], ['last=-1']],
    [['--verdict='], ['verdict=']],
    [['-o', 'json'], ['output=json']],
    [['-ojson'], ['output=json']],
    [['-o=json'], ['output=json']],
    [['-o='], ['output==']],
    [['-t=drop'], ['type=drop']],
    [
      ['-fo', 'json'],
      ['follow=true', 'output=json'],
    ],
    [['-fDojson'], ['follow=true', 'debug=true', 'output=json']],
    [
      ['-4', '-6'],
      ['ipv4=true', 'ipv6=true'],
    ],
    [
      ['-f=false', '--all'],
      ['follow=false', 'all=true'],
    ],
    [
      ['-Df=t', '-o', 'json'],
      ['debug=true', 'follow=t', 'output=json'],
    ],
    [['--follow=false'], ['follow=false']],
    [
      ['--follow', 'false'],
      ['follow=true', '[false]'],
    ],
    [
      ['--not', '--pod', 'a', '--not=false', '-A'],
      ['not=true', 'pod=a', 'not=false', 'all-namespaces=true'],
    ],
    [
      ['observe', '-f', 'flows', '--last', '3', 'extra'],
      ['[observe]', 'follow=true', '[flows]', 'last=3', '[extra]'],
    ],
    [
      ['--all', '--', '--last', '-f'],
      ['all=true', '[--last]', '[-f]'],
    ],
    [['--input-file', '-'], ['input-file=-']],
    [['-'], ['[-]']],
    [['--verdict', '--not'], ['verdict=--not']],
  ])('%j', (args, expected) => {
    expect(read(args)).toEqual(expected);
  });

  it.each<[readonly string[], string, string]>([
    [['--no-such-flag'], 'unknown flag: --no-such-flag', '--help lists all flags'],
    [['--vedict', 'DROPPED'], 'unknown flag: --vedict', 'did you mean --verdict?'],
    [['--folow=true'], 'unknown flag: --folow', 'did you mean --follow?'],
    [['--constructor'], 'unknown flag: --constructor', '--help lists all flags'],
    [['-z'], "unknown shorthand flag: 'z' in -z", '--help lists all flags'],
    [['-fzo'], "unknown shorthand flag: 'z' in -zo", '--help lists all flags'],
    [['--verdict'], 'flag needs an argument: --verdict', '--verdict takes VERDICT'],
    [['-t'], "flag needs an argument: 't' in -t", '-t takes TYPE[:SUBTYPE]'],
    [['-ft'], "flag needs an argument: 't' in -t", '-t takes TYPE[:SUBTYPE]'],
    [['---x'], 'bad flag syntax: ---x', '--help lists all flags'],
    [['--=x'], 'bad flag syntax: --=x', '--help lists all flags'],
  ])('%j is an error', (args, message, hint) => {
    expect(() => read(args)).toThrow(expect.objectContaining({ message, hint }));
  });

  it('yields what stands before an error first', () => {
    const seen: string[] = [];
    expect(() => {
      for (const argument of readArguments(['--all', '--nope'], flowsFlags)) seen.push(argument.kind);
    }).toThrow('unknown flag: --nope');
    expect(seen).toEqual(['flag']);
  });
});
