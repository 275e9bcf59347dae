import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';

import { ConnectError, FailureError, RpcError } from '../../src/base/errors.ts';
import type { Logger } from '../../src/base/logger.ts';
import { createGrpcObserver } from '../../src/client/grpc-observer.ts';
import { openPortForward, type PortForward, type PortForwardOptions } from '../../src/kubernetes/port-forward.ts';
import { eventually } from '../helpers/eventually.ts';
import { portOf, startTestServer, tempFolder } from '../helpers/grpc-server.ts';
import { ask, startEcho, startMute } from './backends.ts';
import { relayPod, relayService, startFakeCluster, type FakeCluster, type ServerCertificate } from './fake-cluster.ts';

class Said implements Logger {
  readonly lines: string[] = [];
  debug(): void {}
  info(message: string): void {
    this.lines.push(message);
  }
  warn(message: string): void {
    this.lines.push(message);
  }
  error(message: string): void {
    this.lines.push(message);
  }
}

interface Opened extends PortForward, AsyncDisposable {
  readonly said: readonly string[];
}

async function open(cluster: FakeCluster, more: Partial<PortForwardOptions> = {}): Promise<Opened> {
  await using folder = await tempFolder();
  const logger = new Said();
  const forward = await openPortForward({
    kubeconfig: cluster.kubeconfig(folder.path),
    environment: {},
    namespace: 'kube-system',
    services: ['hubble-relay', 'observed'],
    port: 0,
    logger,
    signal: new AbortController().signal,
    ...more,
  });
  return { ...forward, said: logger.lines, [Symbol.asyncDispose]: () => forward.close() };
}

/** A cluster with a relay of one pod. */
async function withRelay(backend: number | undefined): Promise<FakeCluster> {
  const cluster = await startFakeCluster();
  cluster.services.set('hubble-relay', relayService);
  cluster.pods.set('relay-a', relayPod(backend));
  return cluster;
}

describe('a port-forward', () => {
  test('carries bytes both ways, however many', async () => {
    await using echo = await startEcho('a');
    await using cluster = await withRelay(echo.port);
    await using forward = await open(cluster);
    const sent = randomBytes(5_000_000);
    const back = await ask(forward.address, sent);
    expect(back.subarray(0, 2).toString()).toBe('a\n');
    expect(back.subarray(2).equals(sent)).toBe(true);
    expect(cluster.forwards).toEqual([{ pod: 'relay-a', port: 4245, protocol: 'v4.channel.k8s.io' }]);
    expect([...cluster.authorizations]).toEqual(['Bearer fake-token']);
    expect(forward.said).toEqual([]);
  });

  test('carries several connections at a time', async () => {
    await using echo = await startEcho('a');
    await using cluster = await withRelay(echo.port);
    await using forward = await open(cluster);
    const answers = await Promise.all(['one', 'two', 'three'].map((text) => ask(forward.address, text)));
    expect(answers.map(String)).toEqual(['a\none', 'a\ntwo', 'a\nthree']);
  });

  test('serves a gRPC client', async () => {
    await using server = await startTestServer();
    const [, port] = server.address.split(':');
    await using cluster = await withRelay(Number(port));
    await using forward = await open(cluster);
    const observer = createGrpcObserver({ target: forward.address });
    const status = await observer.serverStatus();
    await observer.close();
    expect(status.max_flows).toBe(1000n);
  });

  test('prefers the relay and takes the other service where there is none', async () => {
    await using relay = await startEcho('relay');
    await using node = await startEcho('node');
    await using cluster = await withRelay(relay.port);
    cluster.services.set('observed', {
      selector: { app: 'observed' },
      ports: [
        { name: 'metrics', port: 9965, targetPort: 9965 },
        { name: 'grpc', port: 4245, targetPort: 4245 },
      ],
    });
    cluster.pods.set('observed-x', { labels: { app: 'observed' }, backend: node.port, ready: true });
    await using first = await open(cluster);
    expect((await ask(first.address, '')).toString()).toBe('relay\n');
    cluster.services.delete('hubble-relay');
    await using second = await open(cluster);
    expect((await ask(second.address, '')).toString()).toBe('node\n');
    expect(cluster.forwards.at(-1)).toMatchObject({ pod: 'observed-x', port: 4245 });
  });

  test('passes over pods that are not ready or on their way out', async () => {
    await using echo = await startEcho('c');
    await using cluster = await withRelay(undefined);
    cluster.pods.set('relay-a', relayPod(1, { ready: false }));
    cluster.pods.set('relay-b', relayPod(1, { terminating: true }));
    cluster.pods.set('relay-c', relayPod(echo.port));
    await using forward = await open(cluster);
    expect((await ask(forward.address, 'hi')).toString()).toBe('c\nhi');
    expect(cluster.forwards.map(({ pod }) => pod)).toEqual(['relay-c']);
  });
});

/** Makes a certificate for 127.0.0.1, signed by itself. */
function makeCertificate(folder: string): ServerCertificate {
  const options =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=fake -addext subjectAltName=IP:127.0.0.1';
  const made = spawnSync('openssl', [...options.split(' '), '-keyout', 'key.pem', '-out', 'cert.pem'], { cwd: folder });
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr.toString()}`);
  const read = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
  return { cert: read('cert.pem'), key: read('key.pem') };
}

const noOpenssl = spawnSync('openssl', ['version']).error !== undefined;

describe.skipIf(noOpenssl)('over TLS (skipped without openssl)', () => {
  test('the CA of the kubeconfig is trusted, for calls and websockets', async () => {
    await using folder = await tempFolder();
    await using echo = await startEcho('a');
    await using cluster = await startFakeCluster(makeCertificate(folder.path));
    cluster.services.set('hubble-relay', relayService);
    cluster.pods.set('relay-a', relayPod(echo.port));
    await using forward = await open(cluster);
    expect((await ask(forward.address, 'hi')).toString()).toBe('a\nhi');
  });

  test('another one is not', async () => {
    await using folder = await tempFolder();
    await using cluster = await startFakeCluster(makeCertificate(folder.path));
    const kubeconfig = cluster.kubeconfig(folder.path);
    const config = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { clusters: { cluster: object }[] };
    config.clusters[0]!.cluster = { server: cluster.url };
    writeFileSync(kubeconfig, JSON.stringify(config));
    await expect(open(cluster, { kubeconfig })).rejects.toThrow(
      `cannot reach the Kubernetes API server ${cluster.url}: self-signed certificate`,
    );
  });
});

describe('when the pod goes', () => {
  test('the same address leads to another one, and that is said once', async () => {
    await using a = await startEcho('a');
    await using b = await startEcho('b');
    await using cluster = await withRelay(a.port);
    await using forward = await open(cluster);
    const [host, port] = forward.address.split(':');
    const open1 = connect({ host: host!, port: Number(port) });
    await once(open1, 'data');
    cluster.pods.set('relay-b', relayPod(b.port));
    cluster.deletePod('relay-a');
    await once(open1, 'close');
    expect((await ask(forward.address, 'again')).toString()).toBe('b\nagain');
    expect((await ask(forward.address, 'more')).toString()).toBe('b\nmore');
    expect(forward.said).toEqual(['port-forward: pod kube-system/relay-a went away, going on with relay-b']);
  });

  test('a pod that is still there is kept after its websocket broke', async () => {
    await using a = await startEcho('a');
    await using cluster = await withRelay(a.port);
    await using forward = await open(cluster);
    const [host, port] = forward.address.split(':');
    const local = connect({ host: host!, port: Number(port) });
    await once(local, 'data');
    // The new one is the first of the list.
    cluster.pods.delete('relay-a');
    cluster.pods.set('relay-b', relayPod(a.port));
    cluster.pods.set('relay-a', relayPod(a.port));
    for (const peer of cluster.open) peer.destroy();
    await once(local, 'close');
    await ask(forward.address, 'again');
    expect(cluster.forwards.map(({ pod }) => pod)).toEqual(['relay-a', 'relay-a']);
    expect(forward.said).toEqual([]);
  });

  test.each([
    ['nobody listens in it', relayPod(undefined)],
    ['its node does not know it any more', relayPod(undefined, { refusal: 500 })],
  ])('a client does not notice that %s', async (_, dead) => {
    await using b = await startEcho('b');
    await using cluster = await withRelay(undefined);
    cluster.pods.set('relay-a', dead);
    cluster.pods.set('relay-b', relayPod(b.port));
    await using forward = await open(cluster);
    expect((await ask(forward.address, 'hello')).toString()).toBe('b\nhello');
    // The one that did not answer is tried last from now on.
    const tried = cluster.forwards.length;
    cluster.deletePod('relay-b');
    cluster.pods.set('relay-c', relayPod(b.port));
    expect((await ask(forward.address, 'once more')).toString()).toBe('b\nonce more');
    expect(cluster.forwards.slice(tried).map(({ pod }) => pod)).toEqual(['relay-c']);
  });

  test('a client does not notice that one took its greeting and died', async () => {
    await using b = await startEcho('b');
    await using mute = await startMute();
    await using cluster = await withRelay(mute.port);
    cluster.pods.set('relay-b', relayPod(b.port));
    await using forward = await open(cluster);
    expect((await ask(forward.address, 'hello')).toString()).toBe('b\nhello');
    expect(mute.heard()).toBe('hello');
  });

  test('and took more than can be kept for another one, the client is hung up', async () => {
    await using b = await startEcho('b');
    await using mute = await startMute(200_000);
    await using cluster = await withRelay(mute.port);
    cluster.pods.set('relay-b', relayPod(b.port));
    await using forward = await open(cluster);
    expect((await ask(forward.address, Buffer.alloc(200_000))).length).toBe(0);
    expect((await ask(forward.address, 'hello')).toString()).toBe('b\nhello');
  });

  test('and there is no other, the client is hung up, that is said once, and it works again when one comes', async () => {
    await using a = await startEcho('a');
    await using cluster = await withRelay(a.port);
    await using forward = await open(cluster);
    await ask(forward.address, '');
    cluster.deletePod('relay-a');
    expect((await ask(forward.address, 'x')).toString()).toBe('');
    expect((await ask(forward.address, 'x')).toString()).toBe('');
    expect(forward.said).toEqual([
      'port-forward: the service kube-system/hubble-relay has no ready pod (context "fake"); trying again with the next connection',
    ]);
    cluster.pods.set('relay-b', relayPod(a.port));
    expect((await ask(forward.address, 'x')).toString()).toBe('a\nx');
    expect(forward.said.slice(1)).toEqual(['port-forward: pod kube-system/relay-a went away, going on with relay-b']);
  });
});

describe('the end', () => {
  test('closes what is connected, on both sides', async () => {
    await using a = await startEcho('a');
    await using cluster = await withRelay(a.port);
    const stop = new AbortController();
    await using forward = await open(cluster, { signal: stop.signal });
    const [host, port] = forward.address.split(':');
    const local = connect({ host: host!, port: Number(port) });
    await once(local, 'data');
    stop.abort();
    await once(local, 'close');
    await eventually(() => cluster.open.size).toBe(0);
    expect((await ask(forward.address, 'x')).toString()).toBe('');
  });

  test('closes the channel nobody used', async () => {
    await using a = await startEcho('a');
    await using cluster = await withRelay(a.port);
    const forward = await open(cluster);
    expect(cluster.open.size).toBe(1);
    await forward.close();
    await eventually(() => cluster.open.size).toBe(0);
  });
});

/** Opens a port-forward that fails, and returns the error. */
async function failure(
  prepare: (cluster: FakeCluster) => void,
  more: Partial<PortForwardOptions> = {},
): Promise<unknown> {
  await using cluster = await withRelay(1);
  prepare(cluster);
  return await open(cluster, more).then(
    (forward) => forward.close(),
    (error: unknown) => error,
  );
}

interface Wrong {
  readonly what: string;
  readonly prepare: (cluster: FakeCluster) => unknown;
  readonly kind: typeof ConnectError | typeof RpcError;
  readonly message: string;
  readonly hint: RegExp;
}

describe('what is wrong is told with the mend', () => {
  test.each<Wrong>([
    {
      what: 'no service',
      prepare: (cluster) => cluster.services.clear(),
      kind: ConnectError,
      message: 'no service hubble-relay or observed in namespace kube-system (context "fake")',
      hint: /--kube-namespace/,
    },
    {
      what: 'a service of that namespace only',
      prepare: (cluster) => cluster.services.set('hubble-relay', { ports: [{ port: 80 }] }),
      kind: ConnectError,
      message: 'the service kube-system/hubble-relay has no selector, so that its pods are not known',
      hint: /kubectl port-forward/,
    },
    {
      what: 'no ready pod',
      prepare: (cluster) => cluster.pods.clear(),
      kind: ConnectError,
      message: 'the service kube-system/hubble-relay has no ready pod (context "fake")',
      hint: /get pods/,
    },
    {
      what: 'pods that cannot be reached',
      prepare: (cluster) => cluster.pods.set('relay-a', relayPod(1, { refusal: 502 })),
      kind: ConnectError,
      message:
        'no ready pod of the service kube-system/hubble-relay answers: relay-a (Unexpected server response: 502)',
      hint: /get pods/,
    },
    {
      what: 'forbidden to look',
      prepare: (cluster) => cluster.denied.add('services'),
      kind: RpcError,
      message:
        'the Kubernetes API server says: services "hubble-relay" is forbidden: User "eve" cannot get resource "services" in API group "" in the namespace "kube-system"',
      hint: /get services, list pods, get and create pods\/portforward/,
    },
    {
      what: 'forbidden to forward',
      prepare: (cluster) => cluster.denied.add('portforward'),
      kind: RpcError,
      message: 'the Kubernetes API server says: port-forwarding to pods in namespace kube-system is forbidden',
      hint: /get and create pods\/portforward/,
    },
  ])('$what', async ({ prepare, kind, message, hint }) => {
    const error = await failure(prepare);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ message, hint: expect.stringMatching(hint) as unknown });
  });

  test('an API server that does not answer', async () => {
    const cluster = await withRelay(1);
    await cluster[Symbol.asyncDispose]();
    const error = await open(cluster).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({
      message: `cannot reach the Kubernetes API server ${cluster.url}: connection refused`,
      hint: 'see whether `kubectl --context fake get pods` works',
    });
  });

  test('a port that is taken, unless another will do', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const port = portOf(holder);
    const error = await failure(() => {}, { port });
    expect(error).toBeInstanceOf(FailureError);
    expect(error).toMatchObject({
      message: `cannot forward from 127.0.0.1:${port}: address already in use`,
      hint: 'choose another with --port-forward-port; 0 takes any that is free',
    });
    await using echo = await startEcho('a');
    await using cluster = await withRelay(echo.port);
    await using forward = await open(cluster, { port, ifTaken: 'any-port' });
    expect((await ask(forward.address, 'x')).toString()).toBe('a\nx');
    holder.close();
  });

  test('an abort before it is open', async () => {
    const error = await failure(() => {}, { signal: AbortSignal.abort() });
    expect(error).toMatchObject({ code: 'cancelled' });
  });
});
