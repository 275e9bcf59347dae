import { execFile, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

import { createLogger } from '../../src/base/logger.ts';
import { createGrpcObserver } from '../../src/client/grpc-observer.ts';
import { parseSshTarget } from '../../src/client/ssh-target.ts';
import { openSshTunnel } from '../../src/client/ssh-tunnel.ts';
import { eventually } from '../helpers/eventually.ts';
import { portOf, startTestServer, tempFolder } from '../helpers/grpc-server.ts';

const sshdPath = '/usr/sbin/sshd';

function whatIsMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  if (!existsSync(sshdPath)) return 'no sshd';
  return spawnSync('ssh', ['-V']).error === undefined ? undefined : 'no ssh';
}

const missing = whatIsMissing();
if (missing !== undefined && process.env['REQUIRE_PEERS'] === '1') throw new Error(`real-sshd test: ${missing}`);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  return port;
}

/** An sshd of its own with one key that may log in, and an `ssh` for PATH that has it. */
async function startSshd() {
  const folder = await tempFolder();
  const at = (name: string): string => `${folder.path}/${name}`;
  const port = await freePort();
  for (const name of ['host', 'key']) {
    await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  }
  await mkdir('/run/sshd', { recursive: true });
  const hostKey = await readFile(at('host.pub'), 'utf8');
  await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${hostKey}`);
  await writeFile(
    at('sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('key.pub')}`,
      `PidFile none`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      '',
    ].join('\n'),
  );
  await writeFile(
    at('ssh_config'),
    `IdentityFile ${at('key')}\nIdentitiesOnly yes\nUserKnownHostsFile ${at('known_hosts')}\nStrictHostKeyChecking yes\n`,
  );
  await writeFile(at('ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${at('ssh_config')}' "$@"\n`, { mode: 0o755 });
  const child = spawn(sshdPath, ['-D', '-e', '-f', at('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('Server listening')) resolve();
    });
    child.once('exit', () => reject(new Error(`sshd ended: ${log}`)));
  });
  return {
    address: (socket: string) => `ssh://root@127.0.0.1:${port}${socket}`,
    path: folder.path,
    environment: { PATH: `${folder.path}:${process.env['PATH'] ?? ''}`, HOME: folder.path },
    /** Makes every later login fail. */
    lockOut: () => writeFile(at('key.pub'), ''),
    /** Ends the processes of sshd that serve connections, as a reboot of the host would. */
    cut: () => {
      const children = spawnSync('pgrep', ['-P', String(child.pid)])
        .stdout.toString()
        .split('\n')
        .filter(Boolean);
      for (const pid of children) process.kill(Number(pid));
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function maxFlows(target: string): Promise<bigint | undefined> {
  const observer = createGrpcObserver({ target });
  try {
    return (await observer.serverStatus()).max_flows;
  } finally {
    await observer.close();
  }
}

describe.skipIf(missing !== undefined)(`a real sshd${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  test('forwards to a unix socket of the host, and again after the connection broke', async () => {
    await using sshd = await startSshd();
    await using server = await startTestServer({ listen: [`unix://${sshd.path}/observed.sock`] });
    expect(server.address).toContain('observed.sock');
    let said = '';
    const tunnel = await openSshTunnel({
      target: parseSshTarget(sshd.address(`${sshd.path}/observed.sock`)),
      interactive: false,
      timeoutMs: 5000,
      environment: sshd.environment,
      logger: createLogger({ write: (text: string) => (said += text) }, 'info'),
      signal: new AbortController().signal,
    });
    expect(await maxFlows(tunnel.address)).toBe(1000n);
    sshd.cut();
    await eventually(() => said).toMatch(/connected again\n$/);
    // Which of its lines about a cut connection ssh writes first depends on what it was doing.
    expect(said).toMatch(
      /^warn: ssh 127\.0\.0\.1: the connection ended \(.*(?:closed by remote host|Broken pipe|reset by peer)\.?\); connecting again in 1s$/m,
    );
    expect(await maxFlows(tunnel.address)).toBe(1000n);
    await tunnel.close();
  });

  test('whose login fails is told in the words of ssh', async () => {
    await using sshd = await startSshd();
    await sshd.lockOut();
    const opening = openSshTunnel({
      target: parseSshTarget(sshd.address('')),
      interactive: false,
      timeoutMs: 5000,
      environment: sshd.environment,
      logger: createLogger({ write: () => undefined }, 'info'),
      signal: new AbortController().signal,
    });
    await expect(opening).rejects.toThrow(
      /^cannot reach ssh:\/\/root@127\.0\.0\.1:\d+: root@127\.0\.0\.1: Permission denied \(publickey\)\.$/,
    );
  });
});
