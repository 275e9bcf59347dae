import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { tlsFolder, type TlsFolder } from '../helpers/tls-folder.ts';
import { runProgram, startProgram, type Running } from './programs.ts';

interface Served extends AsyncDisposable {
  readonly program: Running;
  /** `host:port`. */
  readonly address: string;
}

async function serve(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const program = startProgram('observed', ['--source', 'stdin:', '--listen', '127.0.0.1:0', ...args], { env });
  const [, address = ''] = await program.waitFor('stderr', /listening on tls:\/\/(\S+)/);
  return { program, address, [Symbol.asyncDispose]: async () => void (await program.stop()) };
}

const pair = (folder: TlsFolder, name: string): string[] => [
  '--tls-cert-file',
  join(folder.path, `${name}.pem`),
  '--tls-key-file',
  join(folder.path, `${name}.key`),
];

const told = (stderr: string): string | undefined => stderr.split('\n')[0];

describe('observe and observed over TLS', () => {
  test('by flags, by variables and by the address', async () => {
    await using folder = await tlsFolder();
    await folder.issue('server', { names: ['127.0.0.1'] });
    await using served = await serve(pair(folder, 'server'));
    const trust = ['--tls-ca-cert-files', folder.ca];
    const answers = await Promise.all([
      runProgram('observe', ['status', '--server', served.address, '--tls', ...trust]),
      runProgram('observe', ['status', '--server', `tls://${served.address}`, ...trust]),
      runProgram('observe', ['list', 'nodes'], {
        env: { HUBBLE_SERVER: served.address, HUBBLE_TLS: 'true', HUBBLE_TLS_CA_CERT_FILES: folder.ca },
      }),
      runProgram('observe', ['--last', '1', '--server', served.address, '--tls', '--tls-allow-insecure']),
    ]);
    expect(answers.map(({ code, stderr }) => `${code} ${stderr}`)).toEqual(['0 ', '0 ', '0 ', '0 ']);
    expect(answers[0].stdout).toContain('Healthcheck');
  });

  test('mutual TLS, the server told by its variables', async () => {
    await using folder = await tlsFolder();
    const server = await folder.issue('server', { names: ['127.0.0.1'] });
    const client = await folder.issue('client', { common: 'ann' });
    const env = {
      OBSERVED_TLS_CERT_FILE: server.cert,
      OBSERVED_TLS_KEY_FILE: server.key,
      OBSERVED_TLS_CLIENT_CA_FILES: folder.ca,
    };
    await using served = await serve([], env);
    const ask = ['status', '--server', `tls://${served.address}`, '--tls-ca-cert-files', folder.ca];
    const known = await runProgram('observe', [
      ...ask,
      '--tls-client-cert-file',
      client.cert,
      '--tls-client-key-file',
      client.key,
    ]);
    expect(known).toMatchObject({ code: 0, stderr: '' });
    const unknown = await runProgram('observe', ask);
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toMatch(
      /^cannot reach tls:.*: the server wants a client certificate .*\nhint: show one with/,
    );
  });

  test('what is wrong is told, by every command', async () => {
    await using folder = await tlsFolder();
    await folder.issue('server', { names: ['node.example'] });
    await using served = await serve(pair(folder, 'server'));
    const plain = await runProgram('observe', ['status', '--server', served.address]);
    expect(plain.code).toBe(3);
    expect(told(plain.stderr)).toBe(
      `cannot reach ${served.address}: the server speaks TLS, and was asked in plain text; its certificate is for node.example`,
    );
    for (const command of [['--last', '1'], ['list', 'nodes'], ['watch', 'peers'], ['agent-events']]) {
      const named = await runProgram('observe', [
        ...command,
        '--server',
        `tls://${served.address}`,
        '--tls-ca-cert-files',
        folder.ca,
      ]);
      expect(named.code).toBe(3);
      expect(told(named.stderr)).toBe(
        `cannot reach tls://${served.address}: the server's certificate is for node.example, not for 127.0.0.1`,
      );
    }
  });

  test('an address others can reach needs TLS or a word', async () => {
    await using folder = await tlsFolder();
    await folder.issue('server', { names: ['127.0.0.1'] });
    const open = ['--source', 'stdin:', '--listen', '0.0.0.0:0', '--check-config'];
    expect((await runProgram('observed', open)).stderr).toMatch(
      /without TLS.*\nhint: give --tls-cert-file and --tls-key-file/,
    );
    expect(await runProgram('observed', [...open, ...pair(folder, 'server')])).toMatchObject({ code: 0 });
  });
});

describe('flags that are not complete', () => {
  test.each([
    ['observed', ['--tls-cert-file', 'c'], '--tls-cert-file needs --tls-key-file beside it'],
    ['observed', ['--tls-key-file', 'k'], '--tls-key-file needs --tls-cert-file beside it'],
    ['observed', ['--tls-client-ca-files', 'a'], '--tls-client-ca-files needs TLS'],
    [
      'observed',
      ['--tls-cert-file', '/x.pem', '--tls-key-file', '/x.key'],
      'cannot read the certificate /x.pem: there is no such file',
    ],
    [
      'observed',
      ['--tls-min-version', '1.1'],
      'invalid argument "1.1" for "--tls-min-version" flag: expected one of 1.2, 1.3',
    ],
    [
      'observe',
      ['status', '--tls', '--tls-client-cert-file', 'c'],
      'invalid flag(s): certificate and private key are both required, but only one was provided',
    ],
    [
      'observe',
      ['--tls-client-cert-file', 'c', '--tls-client-key-file', 'k', '--not'],
      'invalid flag(s): transport layer security required',
    ],
    [
      'observe',
      ['list', 'nodes', '--basic-auth-username', 'ann'],
      'invalid flag(s): must specify both basic-auth-username and basic-auth-password',
    ],
    [
      'observe',
      ['--server', 'localhost:1', '--basic-auth-username', 'ann', '--basic-auth-password', 'x'],
      'basic authentication needs TLS: everybody on the way could read the password',
    ],
    [
      'observe',
      ['--server', 'tls://localhost:1', '--tls-ca-cert-files', '/x.pem'],
      'cannot read the authority /x.pem: there is no such file',
    ],
  ] as const)('%s %j', async (program, args, message) => {
    const { code, stderr } = await runProgram(program, args);
    expect(told(stderr)).toBe(message);
    expect(code).toBe(2);
  });
});
