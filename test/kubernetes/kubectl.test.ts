import { spawn, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { createGrpcObserver } from '../../src/client/grpc-observer.ts';
import { startTestServer, tempFolder } from '../helpers/grpc-server.ts';
import { ask, startEcho } from './backends.ts';
import { relayPod, relayService, startFakeCluster } from './fake-cluster.ts';

const missing = spawnSync('kubectl', ['version', '--client']).error !== undefined;

/** Starts kubectl and resolves with the address it forwards from. */
async function kubectlForward(kubeconfig: string, home: string): Promise<{ address: string } & AsyncDisposable> {
  const child = spawn(
    'kubectl',
    ['--kubeconfig', kubeconfig, '--namespace', 'kube-system', 'port-forward', 'svc/hubble-relay', ':80'],
    { env: { PATH: process.env['PATH'] ?? '', HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /Forwarding from (127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('close', () => reject(new Error(`kubectl ended: ${said}`)));
  });
  return {
    address,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}

// Somebody may keep using kubectl instead; that it works with the fake is what makes the fake believable.
test.skipIf(missing)(
  "kubectl's own port-forward works with the same API server (skipped without kubectl)",
  async () => {
    await using folder = await tempFolder();
    await using echo = await startEcho('a');
    await using cluster = await startFakeCluster();
    cluster.services.set('hubble-relay', relayService);
    cluster.pods.set('relay-a', relayPod(echo.port));
    await using forward = await kubectlForward(cluster.kubeconfig(folder.path), folder.path);
    expect((await ask(forward.address, 'hello')).toString()).toBe('a\nhello');
    expect((await ask(forward.address, 'x'.repeat(300_000))).length).toBe(300_002);
    expect(cluster.forwards[0]).toEqual({ pod: 'relay-a', port: 4245, protocol: 'SPDY/3.1+portforward.k8s.io' });
  },
);

test.skipIf(missing)('and a gRPC client works through it (skipped without kubectl)', async () => {
  await using folder = await tempFolder();
  await using server = await startTestServer();
  await using cluster = await startFakeCluster();
  cluster.services.set('hubble-relay', relayService);
  cluster.pods.set('relay-a', relayPod(Number(server.address.split(':')[1])));
  await using forward = await kubectlForward(cluster.kubeconfig(folder.path), folder.path);
  const observer = createGrpcObserver({ target: forward.address });
  expect((await observer.serverStatus()).max_flows).toBe(1000n);
  await observer.close();
});
