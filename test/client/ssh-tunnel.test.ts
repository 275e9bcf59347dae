import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ConnectError, FailureError } from '../../src/base/errors.ts';
import { createLogger } from '../../src/base/logger.ts';
import { createGrpcObserver } from '../../src/client/grpc-observer.ts';
import { parseSshTarget } from '../../src/client/ssh-target.ts';
import { openSshTunnel, type SshTunnel, type SshTunnelOptions } from '../../src/client/ssh-tunnel.ts';
import { eventually } from '../helpers/eventually.ts';
import { startTestServer } from '../helpers/grpc-server.ts';
import { fakeSshHost } from './fake-ssh-host.ts';

/** A host behind the ssh that stands for it, and ways to open tunnels to it. */
async function fakeHost(places: Readonly<Record<string, number>>) {
  const host = await fakeSshHost(places);
  let said = '';
  const logger = createLogger({ write: (text: string) => (said += text) }, 'info');
  return {
    ...host,
    said: () => said,
    open: (text: string, more: Partial<SshTunnelOptions> = {}): Promise<SshTunnel> =>
      openSshTunnel({
        target: parseSshTarget(text),
        interactive: false,
        timeoutMs: 5000,
        environment: host.environment,
        logger,
        signal: new AbortController().signal,
        ...more,
      }),
  };
}

function portOfServer(server: { readonly address: string }): number {
  return Number(server.address.split(':')[1]);
}

async function maxFlows(target: string): Promise<bigint | undefined> {
  const observer = createGrpcObserver({ target });
  try {
    return (await observer.serverStatus()).max_flows;
  } finally {
    await observer.close();
  }
}

const folderOf = (tunnel: SshTunnel): string => dirname(tunnel.address.slice('unix://'.length));

describe('a tunnel through ssh', () => {
  test.each(['/run/observed.sock', '127.0.0.1:4245'])('finds a server at %s of the host', async (place) => {
    await using server = await startTestServer();
    await using host = await fakeHost({ [place]: portOfServer(server) });
    const tunnel = await host.open('ssh://core@node:2222');
    expect(await maxFlows(tunnel.address)).toBe(1000n);
    const [run] = await host.runs();
    expect(run!.args.slice(-6)).toEqual(['-l', 'core', '-p', '2222', '--', 'node']);
    expect((await stat(folderOf(tunnel))).mode & 0o777).toBe(0o700);
    await tunnel.close();
    expect(existsSync(folderOf(tunnel))).toBe(false);
    expect(() => process.kill(run!.pid, 0)).toThrow('ESRCH');
    expect(host.said()).toBe('');
  });

  test('goes to the socket that was named and to no other', async () => {
    await using server = await startTestServer();
    await using host = await fakeHost({ '/x.sock': portOfServer(server), '127.0.0.1:4245': 1 });
    const tunnel = await host.open('ssh://node/x.sock');
    expect(await maxFlows(tunnel.address)).toBe(1000n);
    await tunnel.close();
    const [run] = await host.runs();
    expect(run!.args.filter((arg) => arg === '-L')).toHaveLength(1);
  });

  test('is started again when ssh ends, at the same address; that is said once', async () => {
    await using server = await startTestServer();
    await using host = await fakeHost({ '127.0.0.1:4245': portOfServer(server) });
    const tunnel = await host.open('ssh://node');
    await host.order({ say: 'Connection \u001b[31mrefused\n', exit: 255 });
    process.kill((await host.runs())[0]!.pid, 'SIGKILL');
    await expect.poll(async () => (await host.runs()).length, { timeout: 15_000 }).toBe(2);
    await host.forget();
    await eventually(host.said).toMatch(/connected again\n$/);
    expect(await maxFlows(tunnel.address)).toBe(1000n);
    await tunnel.close();
    expect(host.said()).toBe(
      'warn: ssh node: the connection ended (ended by SIGKILL); connecting again in 1s\nwarn: ssh node: connected again\n',
    );
    // From then on only the place that answered is forwarded.
    expect((await host.runs()).at(-1)!.args.filter((arg) => arg === '-L')).toHaveLength(1);
  });

  test('tells what ssh says later, escaped, and each thing once', async () => {
    await using server = await startTestServer();
    await using host = await fakeHost({ '/x.sock': portOfServer(server) });
    await host.order({ say: 'a banner before it works\n' });
    const tunnel = await host.open('ssh://node/x.sock');
    await host.order({ say: 'channel 3: \u001b[2J failed\nchannel 4: \u001b[2J failed\nbeware\n' });
    process.kill((await host.runs())[0]!.pid, 'SIGUSR1');
    await eventually(host.said).toMatch(/beware\n$/);
    expect(host.said()).toBe('warn: ssh node: channel 3: \\x1b[2J failed\nwarn: ssh node: beware\n');
    await tunnel.close();
  });
});

describe('what is wrong is told with the mend', () => {
  test('ssh cannot connect', async () => {
    await using host = await fakeHost({});
    await host.order({ say: 'kex: noise\nroot@node: Permission denied (publickey).\n', exit: 255 });
    const error = await host.open('ssh://root@node:22').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({
      message: 'cannot reach ssh://root@node:22: root@node: Permission denied (publickey).',
      hint: 'see whether `ssh -p 22 root@node` works; without a terminal it can ask for no password and no host key',
    });
  });

  test('nothing answers there', async () => {
    await using host = await fakeHost({});
    const error = await host.open('ssh://node').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({
      message: 'nothing answers on node: /run/observed.sock, 127.0.0.1:4245',
      hint: expect.stringContaining('start `observed` there') as unknown,
    });
    const [run] = await host.runs();
    expect(() => process.kill(run!.pid, 0)).toThrow('ESRCH');
  });

  test('there is no ssh', async () => {
    await using host = await fakeHost({});
    const error = await host
      .open('ssh://node', { environment: { PATH: '/nonexistent' } })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FailureError);
    expect(error).toMatchObject({ message: 'cannot reach ssh://node: ssh is not installed' });
  });

  test('an abort', async () => {
    await using host = await fakeHost({});
    const error = await host.open('ssh://node', { signal: AbortSignal.abort() }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'cancelled' });
  });
});
