import { describe, expect, test } from 'vitest';

import { UsageError } from '../../src/base/errors.ts';
import { sshArguments } from '../../src/client/ssh-arguments.ts';
import { isSshAddress, parseSshTarget, sshCommand } from '../../src/client/ssh-target.ts';

describe('an address of ssh', () => {
  test.each([
    ['ssh://node-1', { host: 'node-1' }],
    ['ssh://node-1/', { host: 'node-1' }],
    ['ssh://core@node-1.example.org:2222', { user: 'core', host: 'node-1.example.org', port: 2222 }],
    ['ssh://10.0.0.1:22', { host: '10.0.0.1', port: 22 }],
    ['ssh://me@[fd00::1]:22', { user: 'me', host: 'fd00::1', port: 22 }],
    ['ssh://[fe80::1%eth0]', { host: 'fe80::1%eth0' }],
    ['ssh://node/var/run/cilium/hubble.sock', { host: 'node', socket: '/var/run/cilium/hubble.sock' }],
  ])('%s is taken apart', (text, parts) => {
    const { text: kept, ...rest } = parseSshTarget(text);
    expect(kept).toBe(text);
    expect(rest).toEqual({ user: undefined, port: undefined, socket: undefined, ...parts });
  });

  test.each([
    'ssh://',
    'ssh://-oProxyCommand=touch${IFS}x',
    'ssh://-lroot@host',
    'ssh://me@-host',
    'ssh://me@',
    'ssh://host:',
    'ssh://host:0',
    'ssh://host:65536',
    'ssh://host:22:23',
    'ssh://host name',
    'ssh://host\nother',
    'ssh://`id`',
    'ssh://$(id)',
    'ssh://host;id',
    'ssh://a@b@c',
    'ssh://fd00::1',
    'ssh://[-x]',
    'ssh://[::1%-x]',
    'ssh://host/a:b',
    'ssh://host/a b',
    'ssh://me:secret@host',
    'SSH://host',
  ])('%j is refused', (text) => {
    expect(() => parseSshTarget(text)).toThrow(UsageError);
    expect(() => parseSshTarget(text)).toThrow(`invalid server address ${JSON.stringify(text)}`);
  });

  test('is told from others', () => {
    expect(isSshAddress('ssh://host')).toBe(true);
    expect(isSshAddress('localhost:4245')).toBe(false);
    expect(isSshAddress('unix:///run/ssh://x')).toBe(false);
  });
});

describe('the command line', () => {
  const forwards = [{ local: '/tmp/x/0.sock', remote: '/run/observed.sock' }];
  const target = parseSshTarget('ssh://core@node-1:2222');

  test('names the host after the end of the options', () => {
    const args = sshArguments({ target, interactive: false, timeoutMs: 2500 }, forwards);
    expect(args.slice(-6)).toEqual(['-l', 'core', '-p', '2222', '--', 'node-1']);
    expect(args.slice(0, 2)).toEqual(['-N', '-T']);
    expect(args[args.indexOf('-L') + 1]).toBe('/tmp/x/0.sock:/run/observed.sock');
    expect(args).toContain('ConnectTimeout=3');
    expect(args).toContain('ExitOnForwardFailure=yes');
    expect(args).toContain('ServerAliveInterval=15');
    expect(args).toContain('BatchMode=yes');
  });

  test('lets ssh ask where a person can answer', () => {
    expect(sshArguments({ target, interactive: true, timeoutMs: 1 }, forwards)).not.toContain('BatchMode=yes');
  });

  test('is shown as a person would type it', () => {
    expect(sshCommand(target)).toBe('ssh -p 2222 core@node-1');
    expect(sshCommand(parseSshTarget('ssh://node'))).toBe('ssh node');
  });
});
