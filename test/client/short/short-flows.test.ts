import { Server, ServerCredentials, status, type ServerWritableStream } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { createGrpcObserver } from '../../../src/client/grpc-observer.ts';
import { shortFlows } from '../../../src/client/short/short-flows.ts';
import { decodeMessage, encodeMessage } from '../../../src/flow/codec/wire.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../../src/flow/messages.ts';
import type { Observer } from '../../../src/flow/observer.ts';
import { observerMethods } from '../../../src/flow/rpc-methods.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import { startTestServer, tempFolder } from '../../helpers/grpc-server.ts';
import { aLostEvent, audited, denied, forwarded } from '../../helpers/observed-events.ts';

const signal = new AbortController().signal;

async function collected(observer: Pick<Observer, 'getFlows'>, request: GetFlowsRequest) {
  const answer = observer.getFlows(request);
  const responses: GetFlowsResponse[] = [];
  for await (const batch of answer) responses.push(...batch);
  return { header: await answer.header, responses };
}

describe('the short way gives what the ordinary client gives', () => {
  test.each<[string, GetFlowsRequest]>([
    ['the last ones', { number: 3n }],
    ['the first ones', { number: 2n, first: true }],
    ['a filter', { number: 10n, whitelist: [{ verdict: [Verdict.AUDIT] }] }],
    ['a mask', { number: 10n, field_mask: { paths: ['uuid'] } }],
    ['nothing', { number: 10n, whitelist: [{ uuid: ['none'] }] }],
  ])('%s', async (_, request) => {
    await using folder = await tempFolder();
    const path = `${folder.path}/a.sock`;
    await using made = await startTestServer({ listen: ['127.0.0.1:0', `unix://${path}`], capacity: 8 });
    const later = Array.from({ length: 9 }, (__, index) => forwarded(`later-${index}`));
    const events = [denied('a'), forwarded('b'), aLostEvent(3), audited('c'), ...later];
    for (const event of events) made.store.append(event);
    for (const target of [made.address, `unix://${path}`]) {
      const short = await shortFlows({ target, userAgent: 'test/1', request, signal });
      const ordinary = createGrpcObserver({ target });
      expect(short && (await collected(short, request))).toEqual(await collected(ordinary, request));
      await ordinary.close();
    }
  });
});

type Call = ServerWritableStream<GetFlowsRequest, GetFlowsResponse>;

/** A server of another make that answers as it is told. */
async function startOther(answer: (call: Call) => void): Promise<{ readonly target: string } & Disposable> {
  const { path, request, response, streams } = observerMethods.getFlows;
  const server = new Server();
  const getFlows = {
    path,
    requestStream: false,
    responseStream: streams,
    requestDeserialize: (bytes: Buffer) => decodeMessage(request, bytes),
    requestSerialize: (value: GetFlowsRequest) => Buffer.from(encodeMessage(request, value)),
    responseDeserialize: (bytes: Buffer) => decodeMessage(response, bytes),
    responseSerialize: (value: GetFlowsResponse) => Buffer.from(encodeMessage(response, value)),
  };
  server.addService({ getFlows }, { getFlows: answer });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { target: `127.0.0.1:${port}`, [Symbol.dispose]: () => server.forceShutdown() };
}

describe('the server of grpc-js', () => {
  test('is understood, with more than its first window', async () => {
    const responses = Array.from({ length: 500 }, (_, index) => ({ flow: { uuid: `${index}`.padEnd(1000, '-') } }));
    using other = await startOther((call) => {
      for (const response of responses) call.write(response);
      call.end();
    });
    const short = await shortFlows({ target: other.target, userAgent: 'test/1', request: { number: 500n }, signal });
    expect(short && (await collected(short, {}))).toEqual({ header: {}, responses });
  });

  test('that fails in the midst is left to the ordinary client', async () => {
    using other = await startOther((call) => {
      call.write({ flow: { uuid: 'a' } });
      call.emit('error', { code: status.INTERNAL, details: 'broken' });
    });
    const { target } = other;
    expect(await shortFlows({ target, userAgent: 'test/1', request: { number: 5n }, signal })).toBeUndefined();
  });
});

describe('it leaves to the ordinary client', () => {
  test.each<[string, GetFlowsRequest]>([
    ['what may be long', { number: 1001n }],
    ['all there is', {}],
    ['what never ends', { number: 1n, follow: true }],
    ['what the server refuses', { number: 1n, whitelist: [{ source_ip: ['nonsense'] }] }],
  ])('%s', async (_, request) => {
    await using made = await startTestServer();
    expect(await shortFlows({ target: made.address, userAgent: 'test/1', request, signal })).toBeUndefined();
  });

  test.each(['tls://127.0.0.1:1', 'example.org:4245', 'dns:///localhost:4245', 'nonsense', 'unix:///none.sock'])(
    'the address %s',
    async (target) => {
      expect(await shortFlows({ target, userAgent: 'test/1', request: { number: 1n }, signal })).toBeUndefined();
    },
  );
});
