import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jsonLines, startProgram, temporaryFolder, type Running } from './programs.ts';

const pod = 'cali1e9261921dc';
const netnsLogging = '/proc/sys/net/netfilter/nf_log_all_netns';
const namespaces = ['observe-node', 'observe-pod', 'observe-remote'] as const;

/** Says what this machine lacks for the test, or undefined. */
function missingPeer(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  for (const tool of ['ip', 'iptables']) {
    if (spawnSync(tool, ['-V']).error !== undefined) return `no ${tool} on PATH`;
  }
  try {
    accessSync('/dev/kmsg', constants.R_OK | constants.W_OK);
    accessSync(netnsLogging, constants.W_OK);
  } catch {
    return 'no kernel log, or no nf_log_all_netns';
  }
  return undefined;
}

const lacks = missingPeer();
if (lacks !== undefined && process.env['REQUIRE_PEERS'] === '1') throw new Error(`real-kernel test: ${lacks}`);

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function inside(namespace: string, ...command: string[]): void {
  spawnSync('ip', ['netns', 'exec', namespace, ...command], { stdio: 'ignore', timeout: 5000 });
}

function removeNetwork(): void {
  for (const name of namespaces) spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
}

/** A node between a pod, behind a device named as Calico names it, and a remote host. */
function layNetwork(): void {
  removeNetwork();
  for (const name of namespaces) ip('netns', 'add', name);
  ip('-n', 'observe-node', 'link', 'add', pod, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', 'observe-pod');
  ip('-n', 'observe-node', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', 'observe-remote');
  ip('-n', 'observe-node', 'addr', 'add', '10.65.0.1/24', 'dev', pod);
  ip('-n', 'observe-pod', 'addr', 'add', '10.65.0.2/24', 'dev', 'eth0');
  ip('-n', 'observe-node', 'addr', 'add', '10.66.0.1/24', 'dev', 'eth0');
  ip('-n', 'observe-remote', 'addr', 'add', '10.66.0.2/24', 'dev', 'eth0');
  for (const name of namespaces) ip('-n', name, 'link', 'set', 'eth0', 'up');
  ip('-n', 'observe-node', 'link', 'set', pod, 'up');
  ip('-n', 'observe-pod', 'route', 'add', 'default', 'via', '10.65.0.1');
  ip('-n', 'observe-remote', 'route', 'add', 'default', 'via', '10.66.0.1');
  inside('observe-node', 'sysctl', '-q', 'net.ipv4.ip_forward=1');
  const rule = (match: string[], verdict: string): void => {
    inside('observe-node', 'iptables', '-A', 'FORWARD', ...match, '-j', 'LOG', '--log-prefix', 'calico-drop: ');
    inside('observe-node', 'iptables', '-A', 'FORWARD', ...match, '-j', verdict);
  };
  rule(['-o', pod, '-p', 'tcp', '--dport', '18080'], 'DROP');
  rule(['-i', pod, '-p', 'udp', '--dport', '15353'], 'ACCEPT');
}

async function startPair(folder: string, mode: string, port: string): Promise<{ server: Running; client: Running }> {
  const socket = `unix://${join(folder, `${mode}.sock`)}`;
  const server = startProgram('observed', [
    '--source',
    'kmsg:',
    '--listen',
    socket,
    '--node-name',
    'kernel-test',
    '--drop-action-override',
    mode,
  ]);
  await server.waitFor('stderr', /listening on/);
  const client = startProgram('observe', ['--server', socket, '-f', '--no-reconnect', '-o', 'json', '--to-port', port]);
  return { server, client };
}

describe.skipIf(lacks !== undefined)(`real kernel${lacks === undefined ? '' : ` (skipped: ${lacks})`}`, () => {
  let before = '0';
  const folder = temporaryFolder();

  beforeAll(() => {
    before = readFileSync(netnsLogging, 'utf8').trim();
    writeFileSync(netnsLogging, '1');
    layNetwork();
  });

  afterAll(() => {
    removeNetwork();
    writeFileSync(netnsLogging, before);
    folder[Symbol.dispose]();
  });

  test('a packet that a rule logged and dropped is a DROPPED flow', { timeout: 40_000 }, async () => {
    const { server, client } = await startPair(folder.path, 'LogAndDrop', '18080');
    // The client has no word for "subscribed": packets are sent until one is seen.
    const sending = setInterval(() => {
      inside('observe-remote', 'timeout', '0.2', 'bash', '-c', 'echo > /dev/tcp/10.65.0.2/18080');
    }, 400);
    await client.waitFor('stdout', /\n/);
    clearInterval(sending);
    const { stdout } = await client.stop('SIGINT');
    await server.stop();
    expect(jsonLines(stdout)[0]).toMatchObject({
      node_name: 'default/kernel-test',
      flow: {
        verdict: 'DROPPED',
        drop_reason: 133,
        drop_reason_desc: 'POLICY_DENIED',
        IP: { source: '10.66.0.2', destination: '10.65.0.2', ipVersion: 'IPv4' },
        l4: { TCP: { destination_port: 18080, flags: { SYN: true } } },
        traffic_direction: 'INGRESS',
        interface: { name: pod },
        event_type: { type: 5 },
      },
    });
  });

  test('a packet that a rule logged and accepted is an AUDIT flow', { timeout: 40_000 }, async () => {
    const { server, client } = await startPair(folder.path, 'LogAndAccept', '15353');
    const sending = setInterval(() => {
      inside('observe-pod', 'bash', '-c', 'echo hi > /dev/udp/10.66.0.2/15353');
    }, 400);
    await client.waitFor('stdout', /\n/);
    clearInterval(sending);
    const { stdout } = await client.stop('SIGINT');
    await server.stop();
    expect(jsonLines(stdout)[0]).toMatchObject({
      flow: {
        verdict: 'AUDIT',
        IP: { source: '10.65.0.2', destination: '10.66.0.2', ipVersion: 'IPv4' },
        l4: { UDP: { destination_port: 15353 } },
        traffic_direction: 'EGRESS',
        is_reply: false,
        interface: { name: pod },
      },
    });
  });
});
