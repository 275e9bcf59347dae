import { describe, expect, test } from 'vitest';

import { beginningWith, completeArguments, completedText } from '../../../src/cli/completion/complete.ts';
import { observeCommands } from '../../../src/cli/flags/commands.ts';
import { DropReason } from '../../../src/flow/drop-reason.ts';
import { Verdict } from '../../../src/flow/verdict.ts';

function offered(...args: string[]): readonly string[] {
  return beginningWith(completeArguments(args).candidates, completedText(args)).map(({ text }) => text);
}

describe('words', () => {
  test('the first is a command', () => {
    expect(offered('')).toEqual(
      expect.arrayContaining(['observe', 'flows', 'status', 'list', 'watch', 'config', 'completion', 'agent-events']),
    );
    expect(offered('').every((word) => !word.startsWith('_'))).toBe(true);
  });

  test.each<[string[], string[]]>([
    [
      ['list', ''],
      ['nodes', 'namespaces'],
    ],
    [['watch', ''], ['peers']],
    [['w', ''], ['peers']],
    [
      ['config', ''],
      ['get', 'set', 'reset', 'view'],
    ],
    [
      ['--server', 'x:1', 'list', ''],
      ['nodes', 'namespaces'],
    ],
    [
      ['observe', ''],
      ['flows', 'agent-events', 'debug-events'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', 'powershell'],
    ],
    [['completion', 'bash', ''], []],
    [['help', 'li'], ['list']],
    [
      ['help', 'list', ''],
      ['nodes', 'namespaces'],
    ],
    [['config', 'get', 'server'], ['server']],
    [['config', 'get', 'server', ''], []],
    [
      ['config', 'set', 'debug', ''],
      ['true', 'false'],
    ],
    [['status', ''], []],
    [['statsu', ''], []],
  ])('%j', (args, words) => {
    expect(offered(...args)).toEqual(words);
  });
});

describe('flags', () => {
  test.each(Object.entries(observeCommands))('all of %s', (_, { words, table }) => {
    expect(offered(...words, '--')).toEqual(Object.keys(table).map((name) => `--${name}`));
  });

  test('come with a few words', () => {
    const [verdict] = beginningWith(completeArguments(['--verd']).candidates, '--verd');
    expect(verdict).toEqual({ text: '--verdict', about: 'Flows with this verdict' });
  });

  test('are none behind two dashes', () => {
    expect(offered('--', '--ver')).toEqual([]);
  });
});

describe('values', () => {
  test('every verdict and every drop reason', () => {
    const verdicts = Object.keys(Verdict).filter((name) => name !== 'VERDICT_UNKNOWN');
    expect(offered('--verdict', '')).toEqual([...verdicts, 'AUDITED']);
    expect(offered('--drop-reason-desc', '')).toEqual(Object.keys(DropReason));
  });

  test.each<[string[], string[]]>([
    [
      ['-t', 'tr'],
      ['trace', 'trace-sock'],
    ],
    [['--type=trace:to-p'], ['trace:to-proxy']],
    [['-t', 'agent:policy-d'], ['agent:policy-deleted']],
    [
      ['--protocol', 'ic'],
      ['icmp', 'icmpv4', 'icmpv6'],
    ],
    [
      ['-o', 'j'],
      ['json', 'jsonpb'],
    ],
    [['-fo', 'comp'], ['compact']],
    [['agent-events', '-o', 't'], ['table']],
    [['status', '-o', 'd'], ['dict']],
    [['--time-format', 'rfc3339n'], ['RFC3339Nano']],
    [
      ['--traffic-direction', ''],
      ['ingress', 'egress'],
    ],
    [['--tcp-flags', 'SYN,A'], ['SYN,ACK']],
    [['--identity', 'kube'], ['kube-apiserver']],
    [
      ['--color', ''],
      ['auto', 'always', 'never'],
    ],
    [['--follow=t'], ['true']],
    [['--uuid', ''], []],
    [['--nope=x'], []],
  ])('%j', (args, values) => {
    expect(offered(...args)).toEqual(values);
  });

  test.each(['--namespace', '-n', '--from-namespace', '--to-namespace'])('%s is asked of the server', (flag) => {
    expect(completeArguments([flag, '']).ask).toBe('namespaces');
  });

  test.each([
    [['--pod', 'shop/'], 'pods'],
    [['--to-pod='], 'pods'],
    [['--node-name', ''], 'nodes'],
    [['--verdict', ''], undefined],
    [['status', '--pod', ''], undefined],
  ])('%j: %s', (args, ask) => {
    expect(completeArguments(args).ask).toBe(ask);
  });

  test.each([
    [['--input-file', ''], true],
    [['--config='], true],
    [['--verdict', ''], false],
    [[''], false],
  ])('%j: files fit: %s', (args, files) => {
    expect(completeArguments(args).files).toBe(files);
  });
});
