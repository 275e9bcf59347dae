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
    [['observe', 'status'], 'flows', ['status']],
    [['flows', 'extra'], 'flows', ['extra']],
    [['agent-events', '-f'], 'agent-events', ['-f']],
    [['observe', 'agent-events', '-f'], 'agent-events', ['-f']],
    [['observe', '--server', 'x', 'debug-events'], 'debug-events', ['--server', 'x']],
    [['watch', 'peers'], 'watch-peers', []],
    [['w', 'peer'], 'watch-peers', []],
    [['list', 'namespace'], 'list-namespaces', []],
    [['config', 'set', 'tls', 'true'], 'config-set', ['tls', 'true']],
    [['completion', 'bash'], 'completion', ['bash']],
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
    expect(selectCommand(args)).toEqual({ kind: 'command', name, args: rest });
  });

  it.each([['list'], ['watch'], ['config']])('%s alone is a group', (word) => {
    expect(selectCommand([word])).toEqual({ kind: 'group', path: [word] });
    expect(selectCommand([word, '-D'])).toEqual({ kind: 'group', path: [word] });
  });

  it.each<[readonly string[], string, unknown]>([
    [['statsu'], 'unknown command "statsu" for "observe"', 'did you mean status?'],
    [['list', 'nods'], 'unknown command "nods" for "observe list"', 'did you mean nodes?'],
    [['list', 'policies'], 'unknown command "policies" for "observe list"', 'the commands are nodes, namespaces'],
    [
      ['extra', 'status'],
      'unknown command "extra" for "observe"',
      expect.stringContaining('the commands are observe, '),
    ],
    [['agent-event'], 'unknown command "agent-event" for "observe"', 'did you mean agent-events?'],
    [['watch', 'peeers'], 'unknown command "peeers" for "observe watch"', 'did you mean peers?'],
    [['config', 'veiw'], 'unknown command "veiw" for "observe config"', 'did you mean view?'],
    [['__proto__'], 'unknown command "__proto__" for "observe"', expect.stringContaining('the commands are')],
  ])('%j is an error', (args, message, hint) => {
    expect(() => selectCommand(args)).toThrow(expect.objectContaining({ message, hint }));
  });
});
