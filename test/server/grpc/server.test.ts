import { connect, createServer, type Socket } from 'node:net';
import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import {
  Client,
  credentials,
  status,
  type ClientReadableStream,
  type Metadata,
  type StatusObject,
} from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { FailureError, UsageError } from '../../../src/base/errors.ts';
import type { MessageName, MessageTypes } from '../../../src/flow/codec/message-types.ts';
import { decodeMessage, encodeMessage } from '../../../src/flow/codec/wire.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../../src/flow/messages.ts';
import { observerMethods, peerMethods, type RpcMethod } from '../../../src/flow/rpc-methods.ts';
import { eventually } from '../../helpers/eventually.ts';
import { denied, forwarded, nameOf } from '../../helpers/observed-events.ts';
import { decodeHealthResponse, encodeHealthRequest } from '../../../src/client/health-check.ts';
import { portOf, startTestServer, tempFolder, type TestServer } from '../../helpers/grpc-server.ts';

function dial(address: string): Client & Disposable {
  const client = new Client(address.startsWith('unix:') ? address : `dns:${address}`, credentials.createInsecure());
  return Object.assign(client, { [Symbol.dispose]: () => client.close() });
}

function openStream<Req extends MessageName, Res extends MessageName>(
  client: Client,
  method: RpcMethod<Req, Res>,
  request: MessageTypes[Req],
): ClientReadableStream<MessageTypes[Res]> {
  return client.makeServerStreamRequest(
    method.path,
    (value: MessageTypes[Req]) => Buffer.from(encodeMessage(method.request, value)),
    (bytes) => decodeMessage(method.response, bytes),
    request,
  );
}

function flows(client: Client, request: GetFlowsRequest): ClientReadableStream<GetFlowsResponse> {
  return openStream(client, observerMethods.getFlows, request);
}

/** Waits for an event of a stream, be it that it fails meanwhile. */
function next<T>(stream: NodeJS.EventEmitter, event: string): Promise<T> {
  return new Promise((resolve) => stream.once(event, resolve));
}

/** Collects a stream; resolves with what came and the status it ended with. */
async function collect<T>(stream: ClientReadableStream<T>): Promise<{ items: T[]; code: status; details: string }> {
  const items: T[] = [];
  stream.on('data', (item: T) => items.push(item));
  stream.on('error', () => {});
  const end = await next<StatusObject>(stream, 'status');
  return { items, code: end.code, details: end.details };
}

const asIs = (bytes: Buffer) => bytes;

function fill({ store }: TestServer, count: number): void {
  for (let n = 0; n < count; n += 1) store.append(forwarded(`f${n}`, { Summary: 'x'.repeat(200) }));
}

describe('GetFlows on the wire', () => {
  test('flows come with the version of Hubble and the window of the answer before them', async () => {
    await using made = await startTestServer();
    made.store.append(denied('d'));
    using client = dial(made.address);
    const stream = flows(client, {});
    const [metadata, { items, code }] = await Promise.all([next<Metadata>(stream, 'metadata'), collect(stream)]);
    expect(items.map(nameOf)).toEqual(['d']);
    expect(code).toBe(status.OK);
    expect(metadata.get('hubble-server-version')).toEqual(['1.19.4']);
    expect(JSON.parse(String(metadata.get('x-observed-answer')[0]))).toMatchObject({ verdictFlows: 1 });
  });

  test.each<[string, GetFlowsRequest, status, string]>([
    [
      'first with follow',
      { first: true, follow: true },
      status.INVALID_ARGUMENT,
      'first cannot be specified with follow',
    ],
    ['a bad filter', { whitelist: [{ source_ip: ['nope'] }] }, status.UNKNOWN, 'nope'],
    ['a bad mask', { field_mask: { paths: ['nope'] } }, status.UNKNOWN, 'nope'],
  ])('%s is refused with its status', async (_what, request, expected, text) => {
    await using made = await startTestServer();
    using client = dial(made.address);
    const { code, details } = await collect(flows(client, request));
    expect(code).toBe(expected);
    expect(details).toContain(text);
  });

  test('an answer larger than what fits into the flow-control window arrives whole', async () => {
    await using made = await startTestServer({ capacity: 40_000 });
    fill(made, 20_000);
    using client = dial(made.address);
    expect((await collect(flows(client, {}))).items).toHaveLength(20_000);
  });
});

describe('clients that vanish', () => {
  test('in mid-stream, while a write is pending: everything is freed', async () => {
    await using made = await startTestServer({ capacity: 40_000 });
    fill(made, 20_000);
    using client = dial(made.address);
    const stream = flows(client, { follow: true, number: 20_000n });
    stream.on('error', () => {});
    await next(stream, 'readable');
    await eventually(() => made.server.activeStreams).toBe(1);
    stream.cancel();
    await eventually(() => made.server.activeStreams).toBe(0);
    expect(made.store.subscribers).toBe(0);
  });

  test('their connection cut, without a word: everything is freed', async () => {
    await using made = await startTestServer();
    const { hostname, port } = new URL(`tcp://${made.address}`);
    const sockets: Socket[] = [];
    const wire = createServer((near) => {
      const far = connect(Number(port), hostname);
      sockets.push(near, far);
      near
        .on('error', () => {})
        .pipe(far.on('error', () => {}))
        .pipe(near);
    }).listen(0, '127.0.0.1');
    await once(wire, 'listening');
    using client = dial(`127.0.0.1:${portOf(wire)}`);
    const ended = collect(flows(client, { follow: true }));
    await eventually(() => made.store.subscribers).toBe(1);
    wire.close();
    for (const socket of sockets) socket.destroy();
    await eventually(() => made.server.activeStreams).toBe(0);
    expect(made.store.subscribers).toBe(0);
    expect((await ended).code).toBe(status.UNAVAILABLE);
  });

  test('followers that come and go leave nothing behind', async () => {
    await using made = await startTestServer();
    using client = dial(made.address);
    const streams = Array.from({ length: 50 }, () => flows(client, { follow: true }));
    for (const stream of streams) stream.on('error', () => {});
    await eventually(() => made.store.subscribers).toBe(50);
    for (const stream of streams) stream.cancel();
    await eventually(() => made.server.activeStreams).toBe(0);
    expect(made.store.subscribers).toBe(0);
  });
});

describe('slow readers', () => {
  test('are told exactly what they missed, and the memory of the server does not grow', async () => {
    await using made = await startTestServer({ capacity: 100 });
    using client = dial(made.address);
    const stream = flows(client, { follow: true });
    stream.on('error', () => {});
    await eventually(() => made.store.subscribers).toBe(1);
    stream.pause();
    const total = 30_000;
    for (let round = 0; round < 300; round += 1) {
      for (let n = 0; n < 100; n += 1) made.store.append(forwarded(`${round * 100 + n}`, { Summary: 'x'.repeat(200) }));
      await new Promise((resolve) => setImmediate(resolve));
    }
    let received = 0;
    let lost = 0;
    stream.on('data', (response: GetFlowsResponse) => {
      if (response.flow !== undefined) received += 1;
      lost += Number(response.lost_events?.num_events_lost ?? 0);
    });
    stream.resume();
    await eventually(() => received + lost).toBe(total);
    expect(lost).toBeGreaterThan(0);
    expect(made.store.losses().reader).toBe(lost);
    stream.cancel();
  });
});

describe('stopping', () => {
  test('followers get an end, not a reset', async () => {
    const made = await startTestServer();
    using client = dial(made.address);
    const stream = flows(client, { follow: true });
    const ended = collect(stream);
    await eventually(() => made.store.subscribers).toBe(1);
    made.store.append(forwarded('last'));
    await next(stream, 'data');
    await made.server.stop();
    const { items, code } = await ended;
    expect(items.map(nameOf)).toEqual(['last']);
    expect(code).toBe(status.OK);
    expect(made.store.subscribers).toBe(0);
  });

  test('agent events, debug events and peers end too', async () => {
    const made = await startTestServer();
    using client = dial(made.address);
    const ended = [
      collect(openStream(client, observerMethods.getAgentEvents, { follow: true })),
      collect(openStream(client, observerMethods.getDebugEvents, { follow: true })),
    ];
    const peers = openStream(client, peerMethods.notify, {});
    const ends = [...ended, collect(peers)];
    await next(peers, 'data');
    await made.server.stop();
    expect((await Promise.all(ends)).map(({ code }) => code)).toEqual([status.OK, status.OK, status.OK]);
  });

  test('a watcher of the health service is told and ended, as is a client of reflection', async () => {
    // A grace nobody waits for: the stop has to come without it.
    const made = await startTestServer({ graceMs: 1_000_000 });
    using client = dial(made.address);
    const watched = encodeHealthRequest('hubble.server.Observer');
    const health = client.makeServerStreamRequest('/grpc.health.v1.Health/Watch', asIs, asIs, Buffer.from(watched));
    const reflection = client.makeBidiStreamRequest(
      '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      asIs,
      asIs,
    );
    reflection.write(Buffer.of(0x3a, 0x00));
    const ends = [collect(health), collect(reflection)];
    await Promise.all([next(health, 'data'), next(reflection, 'data')]);
    await made.server.stop();
    const [told, reflected] = await Promise.all(ends);
    expect(told?.items.map(decodeHealthResponse)).toEqual(['SERVING', 'NOT_SERVING']);
    expect([told?.code, reflected?.code]).toEqual([status.OK, status.OK]);
  });

  test('a reader that takes nothing is cut off after the grace', async () => {
    const made = await startTestServer({ capacity: 40_000, graceMs: 50 });
    fill(made, 20_000);
    using client = dial(made.address);
    const stream = flows(client, { follow: true, number: 20_000n });
    stream.on('error', () => {});
    await next(stream, 'readable');
    await made.server.stop();
    expect(made.store.subscribers).toBe(0);
  });

  test('twice is once', async () => {
    const made = await startTestServer();
    expect(made.server.stop()).toBe(made.server.stop());
    await made.server.stop();
    using client = dial(made.address);
    expect((await collect(flows(client, {}))).code).toBe(status.UNAVAILABLE);
  });
});

describe('streams that are empty here', () => {
  test('end at once without follow; first with follow is refused', async () => {
    await using made = await startTestServer();
    using client = dial(made.address);
    for (const method of [observerMethods.getAgentEvents, observerMethods.getDebugEvents] as const) {
      expect(await collect(openStream(client, method, {}))).toMatchObject({ items: [], code: status.OK });
      expect(await collect(openStream(client, method, { first: true, follow: true }))).toMatchObject({
        code: status.INVALID_ARGUMENT,
        details: 'first cannot be specified with follow',
      });
    }
  });

  test('peers: this node is added', async () => {
    await using made = await startTestServer();
    using client = dial(made.address);
    const stream = openStream(client, peerMethods.notify, {});
    stream.on('error', () => {});
    const [metadata, peer] = await Promise.all([next<Metadata>(stream, 'metadata'), next(stream, 'data')]);
    expect(peer).toEqual({ name: 'default/here', address: made.address, type: 1 });
    expect(metadata.get('hubble-server-version')).toEqual(['1.19.4']);
    stream.cancel();
  });
});

describe('addresses', () => {
  test('a unix socket has mode 0660 and goes away with the server; a missing folder is made for the user alone', async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/own/observed.sock`;
    const made = await startTestServer({ listen: [`unix://${path}`] });
    made.store.append(denied('d'));
    expect((await stat(path)).mode & 0o777).toBe(0o660);
    expect((await stat(`${folder.path}/own`)).mode & 0o777).toBe(0o700);
    using client = dial(made.address);
    expect((await collect(flows(client, {}))).items.map(nameOf)).toEqual(['d']);
    await made.server.stop();
    expect(await readdir(`${folder.path}/own`)).toEqual([]);
  });

  test('a folder behind a link, such as /var/run, is as good as any', async () => {
    await using folder = await tempFolder();
    await mkdir(`${folder.path}/run`);
    await symlink(`${folder.path}/run`, `${folder.path}/link`);
    await using made = await startTestServer({ listen: [`unix://${folder.path}/link/s.sock`] });
    expect((await stat(`${folder.path}/run/s.sock`)).mode & 0o777).toBe(0o660);
    expect(made.server.addresses).toHaveLength(1);
  });

  test('a stale socket is replaced', async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/s.sock`;
    await leaveStaleSocket(path);
    await using made = await startTestServer({ listen: [`unix://${path}`] });
    expect(made.server.addresses).toEqual([`unix://${path}`]);
  });

  test('a socket that answers is an error, and stays', async () => {
    await using folder = await tempFolder();
    const listen = [`unix://${folder.path}/s.sock`];
    await using made = await startTestServer({ listen });
    await expect(startTestServer({ listen })).rejects.toThrow(/s\.sock: a server is listening there already/);
    using client = dial(made.address);
    expect((await collect(flows(client, {}))).code).toBe(status.OK);
  });

  test('a file that is no socket is never removed', async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/precious`;
    await writeFile(path, 'data');
    await expect(startTestServer({ listen: [`unix://${path}`] })).rejects.toThrow(/exists and is not a socket/);
    expect((await stat(path)).isFile()).toBe(true);
  });

  test('a folder that everybody may write to is not used', async () => {
    await using folder = await tempFolder();
    await mkdir(`${folder.path}/open`);
    await chmod(`${folder.path}/open`, 0o777);
    await expect(startTestServer({ listen: [`unix://${folder.path}/open/s.sock`] })).rejects.toThrow(
      /everybody may write/,
    );
  });

  test('a port in use names the address and whom to ask', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = portOf(taken);
    const failure = await startTestServer({ listen: [`127.0.0.1:${port}`] }).catch((error: unknown) => error);
    taken.close();
    expect(failure).toBeInstanceOf(FailureError);
    expect(failure).toMatchObject({
      code: 'listen/in-use',
      message: `cannot listen on 127.0.0.1:${port}: the address is in use`,
      hint: `see by whom with: ss -ltnp 'sport = :${port}'`,
    });
  });

  test('when one of several addresses fails nothing is left listening', async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/s.sock`;
    await expect(startTestServer({ listen: [`unix://${path}`, '127.0.0.1:1.5'] })).rejects.toThrow(UsageError);
    await writeFile(`${folder.path}/file`, '');
    await expect(startTestServer({ listen: [`unix://${path}`, `unix://${folder.path}/file`] })).rejects.toThrow(
      /exists and is not a socket/,
    );
    await eventually(() => readdir(folder.path)).toEqual(['file']);
  });

  test('localhost and every interface work, the latter only when said', async () => {
    await using local = await startTestServer({ listen: ['localhost:0'] });
    expect(local.address).toMatch(/^localhost:\d+$/);
    await using open = await startTestServer({ listen: [':0'], insecureListen: true });
    using client = dial(`127.0.0.1${open.address}`);
    expect((await collect(flows(client, {}))).code).toBe(status.OK);
  });
});

async function leaveStaleSocket(path: string): Promise<void> {
  const { spawn } = await import('node:child_process');
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', script]), 'exit');
  expect((await stat(path)).isSocket()).toBe(true);
}
