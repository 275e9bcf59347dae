import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';

import { portOf, startTestServer, tempFolder, type TestServer } from '../helpers/grpc-server.ts';
import { aFlowEvent } from '../helpers/observed-events.ts';
import { fakeSshHost } from '../client/fake-ssh-host.ts';
import { relayPod, relayService, startFakeCluster } from '../kubernetes/fake-cluster.ts';
import { runProgram, startProgram } from './programs.ts';

/** A cluster whose relay is `server`, with its kubeconfig. */
async function clusterOf(server: TestServer) {
  const folder = await tempFolder();
  const cluster = await startFakeCluster();
  cluster.services.set('hubble-relay', relayService);
  cluster.pods.set('relay-a', relayPod(Number(server.address.split(':')[1])));
  return {
    cluster,
    kubeconfig: cluster.kubeconfig(folder.path),
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('observe -P', () => {
  test('asks the relay of the cluster and leaves', async () => {
    await using server = await startTestServer();
    await using remote = await clusterOf(server);
    const args = ['status', '-P', '--port-forward-port', '0', '--kubeconfig', remote.kubeconfig];
    const { stdout, stderr, code } = await runProgram('observe', args);
    expect(stdout).toMatch(/^Healthcheck \(via 127\.0\.0\.1:\d+\): Ok\n/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('takes its settings from the environment, and forwards from the port that was named', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const port = portOf(holder);
    holder.close();
    await using server = await startTestServer();
    await using remote = await clusterOf(server);
    const env = {
      HUBBLE_PORT_FORWARD: 'true',
      HUBBLE_PORT_FORWARD_PORT: String(port),
      HUBBLE_SERVER: 'localhost:1',
      KUBECONFIG: remote.kubeconfig,
    };
    const { stdout } = await runProgram('observe', ['status'], { env });
    expect(stdout).toMatch(new RegExp(`^Healthcheck \\(via 127\\.0\\.0\\.1:${port}\\): Ok\\n`));
  });

  test('follows flows until it is interrupted', async () => {
    await using server = await startTestServer();
    await using remote = await clusterOf(server);
    server.store.append(aFlowEvent());
    const args = [
      '-P',
      '--port-forward-port',
      '0',
      '--kubeconfig',
      remote.kubeconfig,
      '--follow',
      '--last',
      '1',
      '-o',
      'json',
    ];
    const observe = startProgram('observe', args);
    await observe.waitFor('stdout', /"flow"/);
    const { stderr, code } = await observe.stop('SIGINT');
    expect(stderr).toBe('');
    expect(code).toBe(130);
  });

  test('tells what is wrong with the cluster', async () => {
    await using server = await startTestServer();
    await using remote = await clusterOf(server);
    const ask = async (...more: string[]) =>
      await runProgram('observe', ['-P', '--port-forward-port', '0', '--kubeconfig', remote.kubeconfig, ...more]);
    const context = await ask('--kube-context', 'other');
    expect(context.stderr).toBe('no context "other" in the kubeconfig\nhint: contexts: fake\n');
    expect(context.code).toBe(2);
    remote.cluster.pods.clear();
    const pods = await ask();
    expect(pods.stderr).toMatch(/^the service kube-system\/hubble-relay has no ready pod \(context "fake"\)\nhint: /);
    expect(pods.code).toBe(3);
    remote.cluster.denied.add('services');
    expect((await ask()).code).toBe(4);
  });
});

describe('observe --server ssh://', () => {
  test('asks the server of the host, calls it by the name it was given, and ends ssh', async () => {
    await using server = await startTestServer();
    await using host = await fakeSshHost({ '/run/observed.sock': Number(server.address.split(':')[1]) });
    const { stdout, stderr, code } = await runProgram('observe', ['status', '--server', 'ssh://core@node'], {
      env: host.environment,
    });
    expect(stdout).toMatch(/^Healthcheck \(via ssh:\/\/core@node\): Ok\n/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const [run] = await host.runs();
    expect(() => process.kill(run!.pid, 0)).toThrow('ESRCH');
  });

  test('ends ssh when it is interrupted', async () => {
    await using server = await startTestServer();
    server.store.append(aFlowEvent());
    await using host = await fakeSshHost({ '127.0.0.1:4245': Number(server.address.split(':')[1]) });
    const args = ['--server', 'ssh://node', '--follow', '--last', '1', '-o', 'json'];
    const observe = startProgram('observe', args, { env: host.environment });
    await observe.waitFor('stdout', /"flow"/);
    const { stderr, code } = await observe.stop('SIGINT');
    expect(stderr).toBe('');
    expect(code).toBe(130);
    const [run] = await host.runs();
    expect(() => process.kill(run!.pid, 0)).toThrow('ESRCH');
  });

  test.each([
    ['ssh://-oProxyCommand=id', 2, /^invalid server address "ssh:\/\/-oProxyCommand=id"\nhint: use ssh:/],
    ['ssh://node', 3, /^cannot reach ssh:\/\/node: Host key verification failed\.\nhint: see whether `ssh node` works/],
  ])('tells what is wrong with %s', async (address, status, message) => {
    await using host = await fakeSshHost({});
    await host.order({ say: 'Host key verification failed.\n', exit: 255 });
    const { stderr, code } = await runProgram('observe', ['--server', address], { env: host.environment });
    expect(stderr).toMatch(message);
    expect(code).toBe(status);
  });
});
