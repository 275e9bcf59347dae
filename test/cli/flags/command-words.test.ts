import { describe, expect, it } from 'vitest';

import { selectCommand } from '../../../src/cli/flags/command-words.ts';

describe('selectCommand', () => {
  it.each<[readonly string[], string, readonly string[]]>([
    [[], 'flows', []],
    [['--last', '3'], 'flows', ['--last', '3']],
    [['observe', '--last', '3'], 'flows', ['--last', '3']],
    [['observe', 'flows', '-f'], 'flows', ['-f']],
    [['flows', '-f'], 'flows', ['-f']],
    [['observe', 'extra'], 'flows', ['extra']],
    [['extra', 'status'], 'flows', ['extra', 'status']],
    [['status', '-o', 'json'], 'status', ['-o', 'json']],
    [['--server', 'status', 'list', 'nodes'], 'list-nodes', ['--server', 'status']],
    [['list', '-o', 'wide', 'node'], 'list-nodes', ['-o', 'wide']],
    [['list', 'namespaces'], 'list-namespaces', []],
    [['demo', '--verdict', 'AUDITED'], 'demo', ['--verdict', 'AUDITED']],
    [['version'], 'version', []],
    [['help', 'status'], 'help', ['status']],
    [['status', '--nope'], 'status', ['--nope']],
    [['--', 'status'], 'status', ['--']],
  ])('%j', (args, name, rest) => {
    expect(selectCommand(args)).toEqual({ name, args: rest });
  });

  it.each<[readonly string[], string, string]>([
    [['statsu'], 'unknown command "statsu" for "observe"', 'did you mean status?'],
    [['list', 'nods'], 'unknown command "nods" for "observe list"', 'did you mean nodes?'],
    [['list', 'policies'], 'unknown command "policies" for "observe list"', 'the commands are nodes, namespaces'],
    [['list'], 'observe list needs to know what to list', 'write observe list nodes or observe list namespaces'],
    [
      ['observe', 'agent-events'],
      'unknown command "agent-events" for "observe"',
      'Hubble has agent-events, this version shows flows only',
    ],
  ])('%j is an error', (args, message, hint) => {
    expect(() => selectCommand(args)).toThrow(expect.objectContaining({ message, hint }));
  });
});
