import { execFileSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { equalCommand, type FlowPlace } from '../../../src/cli/tui/equal-command.ts';
import { anInvocation, type LineSurroundings } from './an-invocation.ts';

const here: FlowPlace = { kind: 'server', address: undefined };

function command(
  args: readonly string[],
  place: FlowPlace = here,
  { filters = [], ...surroundings }: LineSurroundings & { readonly filters?: readonly string[] } = {},
): string {
  return equalCommand(anInvocation(args, surroundings).flags, place, filters);
}

/** The words as a real shell passes them on. */
function asShellReads(text: string): readonly string[] {
  const out = execFileSync('sh', ['-c', `set -- ${text}\nfor word; do printf '%s\\0' "$word"; done`]);
  return out.toString().split('\0').slice(0, -1);
}

describe('the equal command', () => {
  it('is the program alone when nothing was chosen', () => {
    expect(command([])).toBe('observe');
  });

  it('keeps server, TLS and selectors, and takes the filters of the view instead of those given', () => {
    const args = ['--server', 'tls://a:4245', '--tls-ca-cert-files', 'a.pem,b c.pem', '--since', '5m', '--pod', 'old'];
    expect(command(args, here, { filters: ['--verdict', 'AUDITED'] })).toBe(
      "observe --server tls://a:4245 --tls-ca-cert-files a.pem --tls-ca-cert-files 'b c.pem' --since 5m --verdict AUDITED",
    );
  });

  it('writes out what a colleague does not have: environment and configuration', () => {
    const environment = { HUBBLE_SERVER: 'relay:80', XDG_CONFIG_HOME: '/c' };
    const files = { '/c/observe/config.yaml': 'kube-context: prod\n' };
    expect(command([], here, { environment, files })).toBe('observe --server relay:80 --kube-context prod');
  });

  it('leaves out secrets and what only changes how it looks', () => {
    const secret = ['--basic-auth-username', 'me', '--basic-auth-password', 'hush', '--tls', '--server', 'a:1'];
    const text = command([...secret, '--theme', 'mono', '--ascii', '--debug']);
    expect(text).toBe('observe --server a:1 --tls --basic-auth-username me');
  });

  it('names files and how they are read, not the server', () => {
    const args = ['--server', 'a:1', '--input-file', 'a b.log', '--log-timezone', 'UTC'];
    expect(command(args, { kind: 'files', paths: ['a b.log'] })).toBe(
      "observe --input-file 'a b.log' --log-timezone UTC",
    );
  });

  it('follows the view to where it went', () => {
    expect(command(['--server', 'a:1', '--port-forward=false'], { kind: 'server', address: 'b:2' })).toBe(
      'observe --server b:2',
    );
    expect(command(['--server', 'a:1'], { kind: 'demo' })).toBe('observe demo');
    expect(command([], { kind: 'kernel-log' })).toBe('observe --input-file /dev/kmsg --follow');
  });

  it('is a command line that reads back to the same', () => {
    const args = ['--all', '--allowlist', `{"source_pod":["it's"]}`, '--not', '--port', '53'];
    const filters = ['--not', '--port', '53', '--pod', 'shop/$HOME `id`'];
    const [program, ...words] = asShellReads(command(args, here, { filters }));
    expect(program).toBe('observe');
    const again = anInvocation(words);
    expect(again.flags.values).toMatchObject({ all: true, allowlist: [`{"source_pod":["it's"]}`] });
    expect(again.givenFilters).toEqual([
      { flag: 'port', value: '53', negated: true },
      { flag: 'pod', value: 'shop/$HOME `id`', negated: false },
    ]);
  });
});

describe('words of it, in a shell', () => {
  it.each([
    ['plain', 'shop/web-1'],
    ['empty', ''],
    ['blanks', 'a  b\tc'],
    ['quotes', `it's "so"`],
    ['expansions', '$HOME ~ * ? [a] {b,c} $(id) `id` \\ !!'],
    ['line ends', 'a\nb\r\nc'],
    ['a comment', '#x'],
    ['a bell and an escape', '\u0007\u001b[31m'],
    ['other scripts', 'шоп/ウェブ 🦊'],
  ])('%s come back unchanged', (_what, word) => {
    expect(asShellReads(command([], here, { filters: ['a', word, 'z'] }))).toEqual(['observe', 'a', word, 'z']);
  });
});
