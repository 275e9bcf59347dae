/**
 * A client that is not ours: grpc-js and protobufjs, no proto file. It knows the reflection protocol alone, asks the server for its
 * services and their schema, and calls them by it, as grpcurl and its like do.
 */

import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { FileDescriptorProto, FileDescriptorSet } from 'protobufjs/ext/descriptor.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { deniedText, hubbleLine, syslogLine } from './packets.ts';
import { serve, type Serving } from './serving.ts';

/** The part of `grpc.reflection.v1alpha` that is asked here. */
const reflection = protobuf.Root.fromJSON({
  nested: {
    Question: {
      fields: { file_containing_symbol: { type: 'string', id: 4 }, list_services: { type: 'string', id: 7 } },
    },
    Files: { fields: { file_descriptor_proto: { rule: 'repeated', type: 'bytes', id: 1 } } },
    Service: { fields: { name: { type: 'string', id: 1 } } },
    Services: { fields: { service: { rule: 'repeated', type: 'Service', id: 1 } } },
    Answer: {
      fields: {
        file_descriptor_response: { type: 'Files', id: 4 },
        list_services_response: { type: 'Services', id: 6 },
      },
    },
  },
});

interface ReflectionAnswer {
  /** Files in base64. */
  readonly file_descriptor_response?: { readonly file_descriptor_proto: readonly string[] };
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
}

const asIs = (bytes: Buffer): Buffer => bytes;

const encode = (type: protobuf.Type, value: object): Buffer =>
  Buffer.from(type.encode(type.fromObject(value)).finish());

const decode = (type: protobuf.Type, bytes: Buffer): Record<string, unknown> =>
  type.toObject(type.decode(bytes), { longs: String, enums: String, bytes: String });

/** Asks one question of the reflection service. */
async function reflect(client: Client, version: string, question: object): Promise<ReflectionAnswer> {
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const call = client.makeBidiStreamRequest(path, asIs, asIs);
  call.write(encode(reflection.lookupType('Question'), question));
  const bytes = await new Promise<Buffer>((done, failed) => call.once('data', done).once('error', failed));
  call.end();
  call.resume();
  return decode(reflection.lookupType('Answer'), bytes);
}

/** Returns the schema of a service, made of the file descriptors the server gave. */
async function schemaOf(client: Client, service: string): Promise<protobuf.Root> {
  const answer = await reflect(client, 'v1alpha', { file_containing_symbol: service });
  const files = answer.file_descriptor_response?.file_descriptor_proto ?? [];
  const file = files.map((text) => FileDescriptorProto.decode(Buffer.from(text, 'base64')));
  const bytes = FileDescriptorSet.encode(FileDescriptorSet.fromObject({ file })).finish();
  const root = protobuf.Root.fromDescriptor(bytes, { keepCase: true });
  root.resolveAll();
  return root;
}

/** Calls a method by its schema and returns all it answers. */
async function callMethod(client: Client, root: protobuf.Root, name: string, request: object = {}): Promise<object[]> {
  const dot = name.lastIndexOf('.');
  const service = root.lookupService(name.slice(0, dot));
  const method = service.methods[name.slice(dot + 1)];
  if (method === undefined) throw new Error(`no method ${name}`);
  const [ask, answer] = [root.lookupType(method.requestType), root.lookupType(method.responseType)];
  const path = `/${service.fullName.slice(1)}/${method.name}`;
  const answers: object[] = [];
  const call = client.makeServerStreamRequest(path, asIs, asIs, encode(ask, request));
  await new Promise<void>((done, failed) => {
    call.on('data', (bytes: Buffer) => answers.push(decode(answer, bytes)));
    call.once('error', (error: ServiceError) => failed(error));
    call.once('end', done);
  });
  return answers;
}

let serving: Serving;
let client: Client;
let observer: protobuf.Root;

beforeAll(async () => {
  serving = await serve({ stdin: syslogLine() + hubbleLine('FORWARDED', 0, 7) });
  await serving.until(({ stdout }) => stdout.includes(deniedText({})), '--all');
  client = new Client(serving.target, credentials.createInsecure());
  observer = await schemaOf(client, 'observer.Observer');
});

afterAll(async () => {
  client.close();
  await serving[Symbol.asyncDispose]();
});

describe('a client that knows reflection alone', () => {
  test.each(['v1', 'v1alpha'])('%s lists the services', async (version) => {
    const { list_services_response: list } = await reflect(client, version, { list_services: '*' });
    const services = list?.service.map(({ name }) => name);
    expect(services).toEqual(expect.arrayContaining(['observed.v1.Observed', 'observer.Observer', 'peer.Peer']));
  });

  test('makes the types out of what it is given', () => {
    const flow = observer.lookupType('flow.Flow');
    expect(flow.fields['verdict']?.id).toBe(2);
    expect(observer.lookupEnum('flow.Verdict').values['AUDIT']).toBe(4);
    const methods = observer.lookupService('observer.Observer').methodsArray.map(({ name }) => name);
    expect(methods.toSorted()).toEqual([
      'GetAgentEvents',
      'GetDebugEvents',
      'GetFlows',
      'GetNamespaces',
      'GetNodes',
      'ServerStatus',
    ]);
  });

  test('asks for the status', async () => {
    expect(await callMethod(client, observer, 'observer.Observer.ServerStatus')).toMatchObject([
      { num_flows: '2', seen_flows: '2', max_flows: '65536', version: expect.stringMatching(/^observed v\d/) },
    ]);
  });

  test('reads a flow, by a filter', async () => {
    const request = { number: 1, whitelist: [{ verdict: ['DROPPED'] }] };
    const answers = await callMethod(client, observer, 'observer.Observer.GetFlows', request);
    expect(answers).toMatchObject([
      { flow: { verdict: 'DROPPED', emitter: { name: 'observed' }, l4: { TCP: { source_port: 56_248 } } } },
    ]);
  });

  test('reads the nodes, and our own status by its own schema', async () => {
    const [nodes] = await callMethod(client, observer, 'observer.Observer.GetNodes');
    expect(nodes).toMatchObject({ nodes: [{ address: serving.target }, { address: serving.target }] });
    const own = await schemaOf(client, 'observed.v1.Observed');
    expect(await callMethod(client, own, 'observed.v1.Observed.GetStatus')).toMatchObject([
      { sources: [{ name: 'stdin:', flows: '2' }] },
    ]);
  });
});
