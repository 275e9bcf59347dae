/** An API server on the loopback interface: services, pods, and the port-forward protocols of client-node and of kubectl. */

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { portOf } from '../helpers/grpc-server.ts';
import { serveSpdy } from './spdy-session.ts';
import { acceptWebSocket, type WebSocketPeer } from './websocket-peer.ts';

const namespace = 'kube-system';
const channelProtocol = 'v4.channel.k8s.io';
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';

/** A pod: where its port leads, and how it is. */
export interface FakePod {
  readonly labels: Readonly<Record<string, string>>;
  /** The local TCP port that stands for the pod's; undefined: nobody listens in the pod. */
  backend?: number | undefined;
  ready: boolean;
  terminating?: boolean;
  /** The API server answers a port-forward with this status. */
  refusal?: number;
}

/** A service as its spec has it. */
export interface FakeService {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports: readonly object[];
}

/** A part of the API. */
export type Resource = 'services' | 'pods' | 'portforward';

/** The server, with its objects open to change. */
export interface FakeCluster extends AsyncDisposable {
  readonly url: string;
  readonly services: Map<string, FakeService>;
  readonly pods: Map<string, FakePod>;
  /** What is forbidden. */
  readonly denied: Set<Resource>;
  /** The pods whose ports were asked for, in order, with the protocol. */
  readonly forwards: { readonly pod: string; readonly port: number; readonly protocol: string }[];
  /** `Authorization` of every request. */
  readonly authorizations: Set<string | undefined>;
  /** Websockets that are open. */
  readonly open: Set<WebSocketPeer>;
  /** Removes a pod and cuts what was connected to it. */
  deletePod(name: string): void;
  /** Writes a kubeconfig into `folder` and returns its path. */
  kubeconfig(folder: string): string;
}

/** A service of the relay with the target port `grpc`, as Cilium's chart makes it. */
export const relayService: FakeService = {
  selector: { 'k8s-app': 'hubble-relay' },
  ports: [{ port: 80, targetPort: 'grpc', protocol: 'TCP' }],
};

/** Returns a ready relay pod. */
export function relayPod(backend: number | undefined, more: Partial<FakePod> = {}): FakePod {
  return { labels: { 'k8s-app': 'hubble-relay' }, backend, ready: true, ...more };
}

class FakeApi {
  readonly services = new Map<string, FakeService>();
  readonly pods = new Map<string, FakePod>();
  readonly denied = new Set<Resource>();
  readonly forwards: { readonly pod: string; readonly port: number; readonly protocol: string }[] = [];
  readonly authorizations = new Set<string | undefined>();
  readonly peers = new Map<WebSocketPeer, string>();

  answer(request: IncomingMessage, response: ServerResponse): void {
    this.authorizations.add(request.headers.authorization);
    const { status, body } = this.#resource(new URL(request.url ?? '/', 'http://fake'));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }

  #resource({ pathname, searchParams }: URL): { status: number; body: object } {
    const [, kind, name] =
      new RegExp(`^/api/v1/namespaces/${namespace}/(services|pods)(?:/([^/]+))?$`).exec(pathname) ?? [];
    if (kind === undefined) return discovery(pathname);
    if (this.denied.has(kind as Resource)) return forbidden(kind, name);
    if (kind === 'services')
      return found(this.services.get(name ?? ''), kind, name, (service) => serviceObject(name!, service));
    if (name !== undefined) return found(this.pods.get(name), kind, name, (pod) => podObject(name, pod));
    const wanted = (searchParams.get('labelSelector') ?? '').split(',').filter(Boolean);
    const items = [...this.pods]
      .filter(([, { labels }]) => wanted.every((pair) => labels[pair.split('=')[0]!] === pair.split('=')[1]))
      .map(([podName, pod]) => podObject(podName, pod));
    return { status: 200, body: { kind: 'PodList', apiVersion: 'v1', metadata: {}, items } };
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.authorizations.add(request.headers.authorization);
    const url = new URL(request.url ?? '/', 'http://fake');
    const name = new RegExp(`^/api/v1/namespaces/${namespace}/pods/([^/]+)/portforward$`).exec(url.pathname)?.[1];
    const pod = this.pods.get(name ?? '');
    const refusal = this.denied.has('portforward') ? 403 : pod === undefined ? 404 : pod.refusal;
    if (name === undefined || pod === undefined || refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal ?? 404} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
    const protocol = [tunnelProtocol, channelProtocol].find((word) => offered.includes(word)) ?? channelProtocol;
    const peer = acceptWebSocket(request, socket, head, protocol);
    this.peers.set(peer, name);
    peer.once('close', () => this.peers.delete(peer));
    const port = Number(url.searchParams.get('ports'));
    if (protocol === tunnelProtocol) this.#tunnel(peer, name);
    else this.#channel(peer, name, port);
  }

  /** Two channels, data and errors, each told apart by the first byte of a message; both begin with the port number. */
  #channel(peer: WebSocketPeer, name: string, port: number): void {
    this.forwards.push({ pod: name, port, protocol: channelProtocol });
    for (const channel of [0, 1]) peer.send(Buffer.from([channel, port & 0xff, port >> 8]));
    const backend = connect({ host: '127.0.0.1', port: this.pods.get(name)?.backend ?? 1 });
    backend.on('data', (chunk: Buffer) => {
      if (!peer.send(Buffer.concat([Buffer.of(0), chunk]))) backend.pause();
    });
    peer.onDrain(() => backend.resume());
    backend.once('error', (error) => {
      peer.send(Buffer.concat([Buffer.of(1), Buffer.from(refusalText(port, error))]));
    });
    backend.once('close', () => peer.close(1000));
    peer.on('message', (message) => {
      if (message[0] === 0) backend.write(message.subarray(1));
    });
    peer.once('close', () => backend.destroy());
  }

  /** A pair of SPDY streams for each connection. */
  #tunnel(peer: WebSocketPeer, name: string): void {
    const failures = new Map<string | undefined, { write(data: Uint8Array): void; end(): void }>();
    serveSpdy(peer, (stream) => {
      const request = stream.headers.get('requestid');
      if (stream.headers.get('streamtype') === 'error') {
        failures.set(request, stream);
        return;
      }
      const port = Number(stream.headers.get('port'));
      this.forwards.push({ pod: name, port, protocol: tunnelProtocol });
      const backend = connect({ host: '127.0.0.1', port: this.pods.get(name)?.backend ?? 1 });
      stream.onData = (chunk) => backend.write(chunk);
      stream.onEnd = () => backend.end();
      backend.on('data', (chunk: Buffer) => stream.write(chunk));
      backend.once('error', (error) => failures.get(request)?.write(Buffer.from(refusalText(port, error))));
      backend.once('close', () => {
        stream.end();
        failures.get(request)?.end();
      });
      peer.once('close', () => backend.destroy());
    });
  }

  deletePod(name: string): void {
    this.pods.delete(name);
    for (const [peer, pod] of this.peers) if (pod === name) peer.destroy();
  }
}

function refusalText(port: number, error: Error): string {
  return `error forwarding port ${port} to pod, uid : ${error.message}`;
}

function found<T>(value: T | undefined, kind: string, name: string | undefined, object: (value: T) => object) {
  if (value !== undefined) return { status: 200, body: object(value) };
  return { status: 404, body: statusObject(404, 'NotFound', `${kind} "${name}" not found`) };
}

function forbidden(kind: string, name: string | undefined) {
  const what = name === undefined ? kind : `${kind} "${name}"`;
  const message = `${what} is forbidden: User "eve" cannot get resource "${kind}" in API group "" in the namespace "${namespace}"`;
  return { status: 403, body: statusObject(403, 'Forbidden', message) };
}

function statusObject(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}

function serviceObject(name: string, { selector, ports }: FakeService): object {
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name, namespace },
    spec: { type: 'ClusterIP', selector, ports },
  };
}

function podObject(name: string, { labels, ready, terminating }: FakePod): object {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace,
      labels,
      ...(terminating === true ? { deletionTimestamp: '2024-03-01T00:00:00Z' } : {}),
    },
    spec: { containers: [{ name: 'server', ports: [{ name: 'grpc', containerPort: 4245, protocol: 'TCP' }] }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

/** A kind of object, as discovery lists it. */
function resource(name: string, kind: string, shortName: string): object {
  const singularName = kind.toLowerCase();
  return { name, singularName, namespaced: true, kind, verbs: ['get', 'list'], shortNames: [shortName] };
}

/** What kubectl asks before it asks for anything. */
function discovery(pathname: string): { status: number; body: object } {
  const bodies: Readonly<Record<string, object>> = {
    '/version': { major: '1', minor: '32', gitVersion: 'v1.32.0' },
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
    '/api/v1': {
      kind: 'APIResourceList',
      groupVersion: 'v1',
      resources: [resource('services', 'Service', 'svc'), resource('pods', 'Pod', 'po')],
    },
  };
  const body = bodies[pathname];
  return body === undefined
    ? { status: 404, body: statusObject(404, 'NotFound', 'the server could not find the requested resource') }
    : { status: 200, body };
}

/** A certificate and its key, PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

interface KubeconfigPlace {
  readonly url: string;
  readonly certificate: ServerCertificate | undefined;
}

function writeKubeconfig(folder: string, { url, certificate }: KubeconfigPlace): string {
  const path = join(folder, 'kubeconfig.yaml');
  const ca = certificate === undefined ? undefined : Buffer.from(certificate.cert).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'fake',
    contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'eve' } }],
    clusters: [{ name: 'fake', cluster: { server: url, 'certificate-authority-data': ca } }],
    users: [{ name: 'eve', user: { token: 'fake-token' } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** Starts an empty cluster on a free port, over TLS with the certificate when there is one. */
export async function startFakeCluster(certificate?: ServerCertificate): Promise<FakeCluster> {
  const api = new FakeApi();
  const server = certificate === undefined ? createServer() : createTlsServer({ ...certificate });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => api.answer(request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => api.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${portOf(server)}`;
  return {
    url,
    services: api.services,
    pods: api.pods,
    denied: api.denied,
    forwards: api.forwards,
    authorizations: api.authorizations,
    get open() {
      return new Set(api.peers.keys());
    },
    deletePod: (name) => api.deletePod(name),
    kubeconfig: (folder) => writeKubeconfig(folder, { url, certificate }),
    async [Symbol.asyncDispose]() {
      for (const peer of api.peers.keys()) peer.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
