/** The server as a stranger sees it: requests and answers through protobufjs and the proto files alone. */

import { readFileSync } from 'node:fs';
import { Client, credentials, status, type StatusObject } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { parseHubbleJson } from '../../../src/parsers/hubble-json.ts';
import type { ObservedEvent } from '../../../src/flow/source-record.ts';
import { withShownFields } from '../../../src/server/observer/stock-field-masks.ts';
import { startTestServer, type TestServer } from '../../helpers/grpc-server.ts';
import { aFlowEvent, at, denied, forwarded } from '../../helpers/observed-events.ts';
import { decodePlain, encodePlain } from '../../helpers/plain-protobuf.ts';

type Plain = Readonly<Record<string, unknown>>;

/** One method of the server by its path, with the names of its messages. */
interface Method {
  readonly path: string;
  readonly request: string;
  readonly response: string;
}

function observerMethod(name: string): Method {
  return {
    path: `/observer.Observer/${name}`,
    request: `observer.${name}Request`,
    response: `observer.${name}Response`,
  };
}

const getFlows = observerMethod('GetFlows');
const asIs = (bytes: Buffer) => bytes;

function dial(made: TestServer): Client & Disposable {
  const client = new Client(`dns:${made.address}`, credentials.createInsecure());
  return Object.assign(client, { [Symbol.dispose]: () => client.close() });
}

function ask(client: Client, { path, request, response }: Method, value: Plain = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, asIs, asIs, encodePlain(request, value), (error, bytes) => {
      if (error !== null || bytes === undefined) reject(error ?? new Error('no answer'));
      else resolve(decodePlain(response, bytes));
    });
  });
}

async function stream(client: Client, method: Method, value: Plain = {}) {
  const call = client.makeServerStreamRequest(method.path, asIs, asIs, encodePlain(method.request, value));
  const items: unknown[] = [];
  call.on('data', (bytes: Buffer) => items.push(decodePlain(method.response, bytes)));
  call.on('error', () => {});
  const { code, details } = await new Promise<StatusObject>((resolve) => call.once('status', resolve));
  return { items, code, details };
}

const corpus = new URL('../../fixtures/conformance/hubble/', import.meta.url);

const corpusText = (file: string) => readFileSync(new URL(file, corpus), 'utf8');
const linesOf = (text: string) => text.trimEnd().split('\n');

/** The flows the reference cases were recorded with. */
const corpusEvents: readonly ObservedEvent[] = linesOf(corpusText('flows.jsonl')).map((line) => {
  const result = parseHubbleJson(Buffer.from(line));
  if (result.kind !== 'response') throw new Error(`a recorded line is ${result.kind}`);
  return { response: result.response };
});

/** What the `hubble` CLI printed of them as JSON: everything but the states of nodes. */
function printedByHubble(): readonly unknown[] {
  const cases: readonly { readonly name: string; readonly stdout: string }[] = JSON.parse(corpusText('cases.json'));
  const all = cases.find(({ name }) => name === 'format/jsonpb-all');
  return linesOf(all?.stdout ?? '').map((line): unknown => JSON.parse(line));
}

async function startCorpusServer(): Promise<TestServer> {
  const made = await startTestServer({ capacity: 4096 });
  for (const event of corpusEvents) made.store.append(event);
  return made;
}

const stamp = (text: unknown) => ({ seconds: Math.floor(Date.parse(String(text)) / 1000), nanos: 0 });

async function withFlows(): Promise<TestServer> {
  const made = await startTestServer();
  made.store.append(denied('d', { time: at(0), source: { namespace: 'shop' }, destination: { namespace: 'db' } }));
  return made;
}

describe('GetFlows', () => {
  test('what comes off the wire is what Hubble prints of the same flows', async () => {
    await using made = await startCorpusServer();
    using client = dial(made);
    const { items, code } = await stream(client, getFlows, { first: true });
    expect(code).toBe(status.OK);
    expect(items).toHaveLength(corpusEvents.length);
    expect(items.filter((item) => !Object.hasOwn(item as Plain, 'node_status'))).toEqual(printedByHubble());
  });

  interface RecordedRequest {
    readonly name: string;
    readonly request?: Plain;
    readonly field_mask_paths?: readonly string[] | null;
  }
  const requests: readonly RecordedRequest[] = JSON.parse(corpusText('requests.json'));

  /** Requests as the `hubble` CLI sends them; those that follow are ended by the number of what is held. */
  function requestOf({ request = {}, field_mask_paths: paths }: RecordedRequest): Plain {
    const { since, until, follow: _, ...rest } = request;
    const times = Object.entries({ since, until }).filter(([, text]) => text !== undefined);
    return {
      ...rest,
      ...Object.fromEntries(times.map(([name, text]) => [name, stamp(text)])),
      ...(paths ? { field_mask: { paths } } : {}),
    };
  }

  test.each(requests.map((one) => [one.name, one] as const))('%s is answered', async (_name, one) => {
    await using made = await startCorpusServer();
    using client = dial(made);
    const { items, code, details } = await stream(client, getFlows, requestOf(one));
    expect([details, code]).toEqual([expect.stringMatching(/^(?:OK|)$/), status.OK]);
    const flows = items.flatMap((item) => Object.entries(item as Plain).filter(([name]) => name === 'flow'));
    const number = Number(one.request?.['number'] ?? Infinity);
    expect(flows.length).toBeLessThanOrEqual(number);
    if (!one.field_mask_paths) return;
    const paths = withShownFields(one.field_mask_paths).map((path) => path.split('.')[0]);
    for (const [, flow] of flows) expect(paths).toEqual(expect.arrayContaining(Object.keys(flow as Plain)));
  });

  test('a lost event of an overrun has the source and the count in their fields', async () => {
    await using made = await startTestServer({ capacity: 4 });
    made.store.append(denied('d', { time: at(0) }));
    for (let n = 0; n < 9; n += 1) made.store.append(forwarded(`f${n}`, { time: at(n) }));
    using client = dial(made);
    expect((await stream(client, getFlows)).items[1]).toEqual({
      lost_events: { source: 'HUBBLE_RING_BUFFER', num_events_lost: '6' },
      node_name: 'default/here',
      time: '2023-11-14T22:13:26Z',
    });
  });

  test('the extension is an Any of our message, for those who ask', async () => {
    await using made = await startTestServer();
    made.store.append(aFlowEvent({ uuid: 'a' }, { raw_line: 'calico-drop: IN=', mark: 2 ** 31 }));
    using client = dial(made);
    const [plain] = (await stream(client, getFlows)).items;
    expect(plain).not.toHaveProperty('flow.extensions');
    const wish = encodePlain('observed.v1.FlowsRequestExtension', { include_flow_extension: true });
    const type_url = 'type.googleapis.com/observed.v1.FlowsRequestExtension';
    const [asked] = (await stream(client, getFlows, { extensions: { type_url, value: wish } })).items;
    const { flow } = asked as { flow: { extensions: { type_url: string; value: string } } };
    expect(flow.extensions.type_url).toBe('type.googleapis.com/observed.v1.FlowExtension');
    expect(decodePlain('observed.v1.FlowExtension', Buffer.from(flow.extensions.value, 'base64'))).toEqual({
      raw_line: 'calico-drop: IN=',
      mark: 2 ** 31,
    });
  });
});

describe('the other methods', () => {
  test('ServerStatus', async () => {
    await using made = await withFlows();
    using client = dial(made);
    expect(await ask(client, observerMethod('ServerStatus'))).toEqual({
      num_flows: '1',
      max_flows: '1000',
      seen_flows: '1',
      uptime_ns: expect.stringMatching(/^\d+$/),
      num_connected_nodes: 1,
      num_unavailable_nodes: 0,
      version: 'observed v0.1.0',
    });
  });

  test('GetNodes', async () => {
    await using made = await withFlows();
    using client = dial(made);
    expect(await ask(client, observerMethod('GetNodes'))).toEqual({
      nodes: [
        {
          name: 'default/node-a',
          version: 'observed v0.1.0',
          address: made.address,
          state: 'NODE_CONNECTED',
          uptime_ns: expect.stringMatching(/^\d+$/),
          num_flows: '1',
          max_flows: '1000',
          seen_flows: '1',
        },
      ],
    });
  });

  test('GetNamespaces', async () => {
    await using made = await withFlows();
    using client = dial(made);
    expect(await ask(client, observerMethod('GetNamespaces'))).toEqual({
      namespaces: [
        { cluster: 'default', namespace: 'db' },
        { cluster: 'default', namespace: 'shop' },
      ],
    });
  });

  test('GetStatus', async () => {
    await using made = await withFlows();
    using client = dial(made);
    const method = {
      path: '/observed.v1.Observed/GetStatus',
      request: 'observed.v1.GetStatusRequest',
      response: 'observed.v1.GetStatusResponse',
    };
    expect(await ask(client, method)).toEqual({
      version: '0.1.0',
      windows: [
        {
          retention_class: 'denied-audited',
          oldest: '2023-11-14T22:13:20Z',
          newest: '2023-11-14T22:13:20Z',
          held: '1',
          capacity: '250',
        },
        { retention_class: 'other', capacity: '750' },
      ],
      lost: { kernel: '0', queue: '0', reader: '0' },
    });
  });

  test.each(['GetAgentEvents', 'GetDebugEvents'])('%s is empty and ends', async (name) => {
    await using made = await startTestServer();
    using client = dial(made);
    expect(await stream(client, observerMethod(name), { number: 20 })).toMatchObject({ items: [], code: status.OK });
  });
});
