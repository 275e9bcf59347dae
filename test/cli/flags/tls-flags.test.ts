import { describe, expect, it } from 'vitest';

import { UsageError } from '../../../src/base/errors.ts';
import { listenTlsFiles } from '../../../src/cli/flags/listen-tls-flags.ts';
import { readSettings } from '../../../src/cli/config/yaml-settings.ts';
import { readObserveLine } from '../../../src/cli/flags/observe-line.ts';
import { readObservedLine } from '../../../src/cli/flags/observed-line.ts';
import { hubbleEnvironment, variableOf } from '../../../src/cli/flags/resolve.ts';
import { basicAuthOf, tlsSettingsOf } from '../../../src/cli/flags/tls-flags.ts';

const now = () => ({ seconds: 0, nanos: 0 });

function read(argv: readonly string[], environment: Readonly<Record<string, string>> = {}, file?: string) {
  const readText = (path: string) => (path === 'config.yaml' ? file : undefined);
  const invocation = readObserveLine(['status', ...argv], { environment, readText, readSettings, now });
  if (invocation.kind !== 'status') throw new Error(invocation.kind);
  return invocation.flags.values;
}

describe('the flags of TLS', () => {
  it('are off where nobody says anything', () => {
    expect(tlsSettingsOf(read([]))).toEqual({ always: false, allowInsecure: false, caFiles: [] });
    expect(basicAuthOf(read([]))).toBeUndefined();
  });

  it('are the same as variables and as keys of a file', () => {
    const settings = {
      always: true,
      allowInsecure: true,
      caFiles: ['a.pem', 'b.pem'],
      clientCertFile: 'c.pem',
      clientKeyFile: 'c.key',
      serverName: 'relay.example',
    };
    const who = { username: 'ann', password: 'secret' };
    const texts: readonly (readonly [name: string, text: string])[] = [
      ['tls', 'true'],
      ['tls-allow-insecure', 'true'],
      ['tls-client-cert-file', 'c.pem'],
      ['tls-client-key-file', 'c.key'],
      ['tls-server-name', 'relay.example'],
      ['basic-auth-username', 'ann'],
      ['basic-auth-password', 'secret'],
    ];
    const environment = Object.fromEntries(texts.map(([name, text]) => [variableOf(name, hubbleEnvironment), text]));
    const lines = texts.map(([name, text]) => `${name}: ${text}\n`).join('');
    const all = [
      read([...texts.map(([name, text]) => `--${name}=${text}`), '--tls-ca-cert-files', 'a.pem,b.pem']),
      read([
        ...texts.map(([name, text]) => `--${name}=${text}`),
        '--tls-ca-cert-files=a.pem',
        '--tls-ca-cert-files=b.pem',
      ]),
      read([], { ...environment, HUBBLE_TLS_CA_CERT_FILES: 'a.pem b.pem' }),
      read([], {}, `${lines}tls-ca-cert-files: [a.pem, b.pem]\n`),
    ];
    for (const values of all) {
      expect(tlsSettingsOf(values)).toEqual(settings);
      expect(basicAuthOf(values)).toEqual(who);
    }
  });

  it.each([
    [
      ['--tls-client-cert-file', 'c'],
      'invalid flag(s): certificate and private key are both required, but only one was provided',
    ],
    [
      ['--tls', '--tls-client-key-file', 'k'],
      'invalid flag(s): certificate and private key are both required, but only one was provided',
    ],
    [
      ['--tls-client-cert-file', 'c', '--tls-client-key-file', 'k'],
      'invalid flag(s): transport layer security required',
    ],
    [['--basic-auth-password', 'p'], 'invalid flag(s): must specify both basic-auth-username and basic-auth-password'],
  ])('%j is not complete', (argv, message) => {
    expect(() => read(argv)).toThrow(UsageError);
    expect(() => read(argv)).toThrow(message);
  });

  it.each([
    [
      'a server that says tls://',
      ['--server', 'tls://a:1', '--tls-client-cert-file', 'c', '--tls-client-key-file', 'k'],
    ],
    ['empty texts, which are none', ['--tls-client-cert-file', '', '--basic-auth-username', '']],
    ['authorities without TLS, as Hubble does', ['--tls-ca-cert-files', 'a.pem']],
  ])('take %s', (_what, argv) => {
    expect(() => read(argv)).not.toThrow();
  });
});

const files = (argv: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const invocation = readObservedLine(argv, { environment, readText: () => undefined });
  if (invocation.kind !== 'serve') throw new Error(invocation.kind);
  return listenTlsFiles(invocation.flags.values);
};

describe('the flags of a server with TLS', () => {
  it('name the files and the least version', () => {
    const pair = ['--tls-cert-file', 'c', '--tls-key-file', 'k'];
    expect(files([])).toBeUndefined();
    expect(files(pair)).toEqual({ certFile: 'c', keyFile: 'k', clientCaFiles: [], minVersion: '1.3' });
    expect(
      files([...pair, '--tls-client-ca-files', 'a,b', '--tls-client-ca-files', 'd', '--tls-min-version', '1.2']),
    ).toEqual({
      certFile: 'c',
      keyFile: 'k',
      clientCaFiles: ['a', 'b', 'd'],
      minVersion: '1.2',
    });
    expect(files(pair, { OBSERVED_TLS_CLIENT_CA_FILES: 'a, b', OBSERVED_TLS_MIN_VERSION: '1.2' })).toMatchObject({
      clientCaFiles: ['a', 'b'],
      minVersion: '1.2',
    });
  });
});
