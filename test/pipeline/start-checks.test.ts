import { describe, expect, test } from 'vitest';

import { checkLogAccess, checkNetworkNamespace, type LogAccess } from '../../src/pipeline/start-checks.ts';

const own = '/proc/self/ns/net';
const init = '/proc/1/ns/net';
const all = '/proc/sys/net/netfilter/nf_log_all_netns';

function reads(links: Record<string, string>, texts: Record<string, string> = {}) {
  return { readLink: (path: string) => links[path], readText: (path: string) => texts[path] };
}

describe('checkNetworkNamespace', () => {
  test.each([
    ['the initial one of older kernels', reads({ [own]: 'net:[4026531840]', [init]: 'net:[4026531840]' })],
    ['the initial one of newer kernels', reads({ [own]: 'net:[4026531833]' })],
    ['the initial one by its switch', reads({ [own]: 'net:[4026531992]' }, { [all]: '0\n' })],
    ['nothing can be read', reads({})],
    ['another one, all are logged', reads({ [own]: 'net:[4026532300]', [init]: 'net:[4026531840]' }, { [all]: '1\n' })],
  ])('says nothing: %s', (_name, given) => {
    expect(checkNetworkNamespace(given)).toBeUndefined();
  });

  test.each([
    [
      'not that of process 1',
      reads({ [own]: 'net:[4026532300]', [init]: 'net:[4026531992]' }, { [all]: '0' }),
      'which is 0',
    ],
    [
      'a container with its own processes',
      reads({ [own]: 'net:[4026532300]', [init]: 'net:[4026532300]' }),
      'cannot be read',
    ],
  ])('finds: %s', (_name, given, state) => {
    const finding = checkNetworkNamespace(given);
    expect(finding?.message).toContain('not in the initial network namespace');
    expect(finding?.message).toContain(state);
    expect(finding?.hint).toContain('sysctl -w net.netfilter.nf_log_all_netns=1');
  });
});

const check = (path: string, access: LogAccess, restrict = '0') =>
  checkLogAccess(path, { access: () => access, readText: () => restrict });

describe('checkLogAccess', () => {
  test('says nothing of a readable log', () => {
    expect(check('/dev/kmsg', 'readable')).toBeUndefined();
  });

  test.each([
    ['/dev/kmsg', 'denied', 'no permission to read /dev/kmsg', 'CAP_SYSLOG'],
    ['/var/log/kern.log', 'denied', 'no permission to read /var/log/kern.log', 'adm'],
    ['/dev/kmsg', 'missing', '/dev/kmsg does not exist', 'mount'],
    ['/var/log/kern.log', 'missing', '/var/log/kern.log does not exist', 'kmsg:'],
  ] as const)('%s %s', (path, access, message, hint) => {
    expect(check(path, access)).toMatchObject({ message, hint: expect.stringContaining(hint) });
  });

  test('names dmesg_restrict only where it is on', () => {
    expect(check('/dev/kmsg', 'denied', '1\n')?.hint).toContain('dmesg_restrict');
    expect(check('/dev/kmsg', 'denied', '0\n')?.hint).not.toContain('dmesg_restrict');
  });
});
