import { createServer as createHttp2Server } from 'node:http2';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { CancelledError, ConnectError, RpcError, UsageError } from '../../src/base/errors.ts';
import { decodedResponse } from '../../src/client/decoded-response.ts';
import { createGrpcObserver, type GrpcObserver } from '../../src/client/grpc-observer.ts';
import { visitMessages } from '../../src/client/joined-frames.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../src/flow/messages.ts';
import type { FlowAnswer } from '../../src/flow/observer.ts';
import { eventually } from '../helpers/eventually.ts';
import { at, denied, forwarded, nameOf } from '../helpers/observed-events.ts';
import { portOf, startTestServer, tempFolder } from '../helpers/grpc-server.ts';

type TestClient = GrpcObserver & AsyncDisposable;

function connectTo(target: string, requestTimeoutMs = 5000): TestClient {
  const observer = createGrpcObserver({ target, version: '0.1.0', requestTimeoutMs });
  return Object.assign(observer, { [Symbol.asyncDispose]: () => observer.close() });
}

async function collect(answer: FlowAnswer): Promise<GetFlowsResponse[]> {
  const responses: GetFlowsResponse[] = [];
  for await (const batch of answer) {
    expect(batch.length).toBeGreaterThan(0);
    responses.push(...batch);
  }
  return responses;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

describe('a server of ours', () => {
  test('answers with flows and with the header of the answer', async () => {
    await using made = await startTestServer();
    made.store.append(denied('d', { time: at(1) }));
    made.store.append(forwarded('f', { time: at(2) }));
    await using client = connectTo(made.address);
    const answer = client.getFlows({});
    expect((await collect(answer)).map(nameOf)).toEqual(['d', 'f']);
    expect(await answer.header).toEqual({
      windows: [
        { retentionClass: 'denied-audited', since: at(1), evicted: 0 },
        { retentionClass: 'other', since: at(2), evicted: 0 },
      ],
      logRuleFlows: 0,
      verdictFlows: 1,
      serverVersion: '0.1.0',
    });
  });

  test('answers with messages as they are', async () => {
    await using made = await startTestServer();
    for (const name of ['a', 'b', 'c']) made.store.append(forwarded(name, { time: at(1) }));
    await using client = connectTo(made.address);
    const answer = client.getEncodedFlows({ number: 2n });
    const names: (string | undefined)[] = [];
    for await (const batch of answer) {
      for (const piece of batch) {
        visitMessages(piece, (from, to) => names.push(decodedResponse(piece.subarray(from, to)).flow?.uuid));
      }
    }
    expect(names).toEqual((await collect(client.getFlows({ number: 2n }))).map(({ flow }) => flow?.uuid));
    expect(names).toHaveLength(2);
    expect((await answer.header).windows).toHaveLength(2);
  });

  test('answers over a unix socket', async () => {
    await using folder = await tempFolder();
    await using made = await startTestServer({ listen: [`unix://${folder.path}/s.sock`] });
    made.store.append(denied('d'));
    await using client = connectTo(made.address);
    expect((await collect(client.getFlows({}))).map(nameOf)).toEqual(['d']);
  });

  test('answers everything else, and is healthy', async () => {
    await using made = await startTestServer({ capacity: 50 });
    made.store.append(denied('d', { destination: { namespace: 'shop' } }));
    await using client = connectTo(made.address);
    expect(await client.serverStatus()).toMatchObject({ num_flows: 1n, max_flows: 50n, seen_flows: 1n });
    expect(await client.getNodes()).toMatchObject({ nodes: [{ name: 'default/node-a', num_flows: 1n }] });
    expect(await client.getNamespaces()).toEqual({ namespaces: [{ cluster: 'default', namespace: 'shop' }] });
    expect(await client.observedStatus()).toMatchObject({ version: '0.1.0', windows: [{ held: 1n }, {}] });
    expect(await client.health()).toBe('SERVING');
  });

  test('a large answer comes in few batches and in order', async () => {
    await using made = await startTestServer({ capacity: 40_000 });
    for (let n = 0; n < 20_000; n += 1) made.store.append(forwarded(String(n)));
    await using client = connectTo(made.address);
    const names: string[] = [];
    let batches = 0;
    for await (const batch of client.getFlows({})) {
      names.push(...batch.map(nameOf));
      batches += 1;
    }
    expect(names).toEqual(Array.from({ length: 20_000 }, (_, n) => String(n)));
    expect(batches).toBeLessThan(5000);
  });
});

describe('ending a call', () => {
  test('early, by leaving the loop: the server is freed', async () => {
    await using made = await startTestServer();
    made.store.append(denied('d'));
    await using client = connectTo(made.address);
    for await (const batch of client.getFlows({ follow: true, number: 1n })) {
      expect(batch.map(nameOf)).toEqual(['d']);
      break;
    }
    await eventually(() => made.server.activeStreams).toBe(0);
  });

  test('by its signal: it ends without an error', async () => {
    await using made = await startTestServer();
    await using client = connectTo(made.address);
    const abort = new AbortController();
    const collected = collect(client.getFlows({ follow: true }, { signal: abort.signal }));
    await eventually(() => made.store.subscribers).toBe(1);
    abort.abort();
    expect(await collected).toEqual([]);
    await eventually(() => made.server.activeStreams).toBe(0);
  });

  test('by a signal that was aborted before: nothing comes', async () => {
    await using made = await startTestServer();
    made.store.append(denied('d'));
    await using client = connectTo(made.address);
    const answer = client.getFlows({}, { signal: AbortSignal.abort() });
    expect(await collect(answer)).toEqual([]);
    expect(await answer.header).toEqual({});
  });

  test('by the server, which stops: it ends without an error', async () => {
    const made = await startTestServer();
    await using client = connectTo(made.address);
    const collected = collect(client.getFlows({ follow: true }));
    await eventually(() => made.store.subscribers).toBe(1);
    await made.server.stop();
    expect(await collected).toEqual([]);
  });

  test('a unary call that is aborted is a cancelled one', async () => {
    await using made = await startTestServer();
    await using client = connectTo(made.address);
    await expect(client.serverStatus({ signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
  });
});

describe('errors', () => {
  test('nothing listens: where, why, and the two ways on', async () => {
    await using client = connectTo('127.0.0.1:1');
    const answer = client.getFlows({});
    const error = await failureOf(collect(answer));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({
      message: 'cannot reach 127.0.0.1:1: connection refused',
      hint: 'start `observed`, or read a log without a server: --input-file FILE',
    });
    expect(await failureOf(answer.header)).toBeInstanceOf(ConnectError);
    expect(await failureOf(client.serverStatus())).toBeInstanceOf(ConnectError);
    expect(await failureOf(client.observedStatus())).toBeInstanceOf(ConnectError);
    expect(await failureOf(client.health())).toBeInstanceOf(ConnectError);
  });

  test('a socket that is not there', async () => {
    await using folder = await tempFolder();
    await using client = connectTo(`unix://${folder.path}/none.sock`);
    expect(await failureOf(client.serverStatus())).toMatchObject({
      message: `cannot reach unix://${folder.path}/none.sock: no such socket`,
    });
  });

  test.each<[string, GetFlowsRequest, string]>([
    [
      'a status of its own keeps its name, as Go prints it',
      { first: true, follow: true },
      'rpc error: code = InvalidArgument desc = first cannot be specified with follow',
    ],
    [
      'an error of a filter is the plain message',
      { whitelist: [{ source_ip: ['nope'] }] },
      'invalid IP address "nope" in filter: ParseAddr("nope"): unable to parse IP',
    ],
  ])('%s', async (_what, request, message) => {
    await using made = await startTestServer();
    await using client = connectTo(made.address);
    const error = await failureOf(collect(client.getFlows(request)));
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ message });
  });

  test('a server that accepts and says nothing: the call ends at its deadline', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    await using client = connectTo(`127.0.0.1:${portOf(mute)}`, 100);
    const error = await failureOf(client.serverStatus());
    mute.close();
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ details: { status: 'DeadlineExceeded' } });
  });

  test('a server that breaks the connection in mid-stream', async () => {
    const http = createHttp2Server((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/grpc' });
      response.write('');
      setImmediate(() => response.stream.session?.destroy());
    }).listen(0, '127.0.0.1');
    await once(http, 'listening');
    await using client = connectTo(`127.0.0.1:${portOf(http)}`);
    const error = await failureOf(collect(client.getFlows({ follow: true })));
    http.close();
    expect(error).toBeInstanceOf(ConnectError);
  });

  test('what is no address', () => {
    expect(() => createGrpcObserver({ target: 'nowhere' })).toThrow(UsageError);
    expect(() => createGrpcObserver({ target: '' })).toThrow(UsageError);
  });
});

describe('a server of somebody else', () => {
  test('has no header of ours but a version, no status of ours, and says what it does not know', async () => {
    const server = new Server();
    const bytes = { serialize: (value: Buffer) => value, deserialize: (value: Buffer) => value };
    server.addService(
      {
        getFlows: {
          path: '/observer.Observer/GetFlows',
          requestStream: false,
          responseStream: true,
          requestSerialize: bytes.serialize,
          requestDeserialize: bytes.deserialize,
          responseSerialize: bytes.serialize,
          responseDeserialize: bytes.deserialize,
        },
      },
      {
        getFlows: (call: { sendMetadata(metadata: Metadata): void; end(): void }) => {
          const metadata = new Metadata();
          metadata.set('hubble-relay-version', '1.18.2');
          call.sendMetadata(metadata);
          call.end();
        },
      },
    );
    const port = await new Promise<number>((resolve) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound));
    });
    await using client = connectTo(`127.0.0.1:${port}`);
    const answer = client.getFlows({});
    expect(await collect(answer)).toEqual([]);
    expect(await answer.header).toEqual({ serverVersion: '1.18.2' });
    expect(await client.observedStatus()).toBeUndefined();
    expect(await failureOf(client.getNodes())).toMatchObject({ details: { status: 'Unimplemented' } });
    server.forceShutdown();
  });
});
