import { Client, credentials } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { indexDescriptors } from '../../../src/server/grpc/reflection/descriptor-index.ts';
import { reflect } from '../../../src/server/grpc/reflection/reflection.ts';
import { bytesOf, readFields, textOf, writeFields } from '../../../src/flow/codec/wire-fields.ts';
import { readDescriptorSet, startTestServer } from '../../helpers/grpc-server.ts';

const index = indexDescriptors(await readDescriptorSet());

const ask = { fileByName: 3, fileBySymbol: 4, byExtension: 5, extensionNumbers: 6, listServices: 7 };
const answer = { originalRequest: 2, files: 4, services: 6, error: 7 };

function filesFor(question: number, text: string): readonly Uint8Array[] {
  const [files] = bytesOf(reflect(index, writeFields([[question, text]])), answer.files);
  return files === undefined ? [] : bytesOf(files, 1);
}

const asIs = (bytes: Buffer) => bytes;

/** `name` and `syntax` of FileDescriptorProto. */
function nameAndSyntax(file: Uint8Array): readonly [string, string] {
  return [textOf(file, 1), textOf(file, 12)];
}

describe('reflection', () => {
  test('observer/observer.proto is found by its name, with what it imports, as it was compiled', () => {
    const files = filesFor(ask.fileByName, 'observer/observer.proto');
    expect(files.map(nameAndSyntax)).toEqual(
      expect.arrayContaining([
        ['observer/observer.proto', 'proto3'],
        ['flow/flow.proto', 'proto3'],
        ['relay/relay.proto', 'proto3'],
        ['google/protobuf/timestamp.proto', 'proto3'],
      ]),
    );
    expect(nameAndSyntax(files[0]!)).toEqual(['observer/observer.proto', 'proto3']);
    expect(new Set(files).size).toBe(files.length);
  });

  test.each([
    ['observer.Observer', 'observer/observer.proto'],
    ['observer.Observer.GetFlows', 'observer/observer.proto'],
    ['observer.GetFlowsRequest.Experimental', 'observer/observer.proto'],
    ['flow.Flow', 'flow/flow.proto'],
    ['flow.Flow.verdict', 'flow/flow.proto'],
    ['flow.Verdict', 'flow/flow.proto'],
    ['flow.AUDIT', 'flow/flow.proto'],
    ['flow.Tunnel.Protocol', 'flow/flow.proto'],
    ['peer.Peer', 'peer/peer.proto'],
    ['observed.v1.Observed', 'observed/v1/observed.proto'],
    ['google.protobuf.Any', 'google/protobuf/any.proto'],
  ])('%s is declared in %s', (symbol, file) => {
    expect(textOf(filesFor(ask.fileBySymbol, symbol)[0]!, 1)).toBe(file);
  });

  test('all services are listed', () => {
    const [list] = bytesOf(reflect(index, writeFields([[ask.listServices, '*']])), answer.services);
    expect(bytesOf(list!, 1).map((service) => textOf(service, 1))).toEqual([
      'observed.v1.Observed',
      'observer.Observer',
      'peer.Peer',
    ]);
  });

  test.each([
    ['a file nobody has', writeFields([[ask.fileByName, 'no.proto']]), 5, 'Proto file not found: no.proto'],
    ['a symbol nobody has', writeFields([[ask.fileBySymbol, 'no.Thing']]), 5, 'Symbol not found: no.Thing'],
    ['extensions', writeFields([[ask.extensionNumbers, 'flow.Flow']]), 5, 'No message of this server has extensions'],
    ['nothing', new Uint8Array(), 3, 'The request asks for nothing known'],
    ['no message at all', Uint8Array.of(0xff, 0xff), 3, 'The request asks for nothing known'],
    ['a group', Uint8Array.of(0x0b), 3, 'The request asks for nothing known'],
  ])('%s is answered with an error and the request', (_what, request, code, message) => {
    const response = reflect(index, request);
    const [error] = bytesOf(response, answer.error);
    expect([...readFields(error!)][0]).toEqual({ number: 1, value: code });
    expect(textOf(error!, 2)).toBe(message);
    expect(bytesOf(response, answer.originalRequest)[0]).toEqual(Buffer.from(request));
  });

  test.each(['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'])(
    '%s answers on the wire and ends with its client',
    async (service) => {
      await using made = await startTestServer();
      const client = new Client(`dns:${made.address}`, credentials.createInsecure());
      const call = client.makeBidiStreamRequest(`/${service}/ServerReflectionInfo`, asIs, asIs);
      call.write(writeFields([[ask.fileByName, 'observer/observer.proto']]));
      const files = await new Promise<Buffer>((resolve) => call.once('data', resolve));
      expect(bytesOf(bytesOf(files, answer.files)[0]!, 1).length).toBeGreaterThan(5);
      const ended = new Promise((resolve) => call.once('end', resolve));
      call.end();
      await ended;
      client.close();
    },
  );
});

test('a descriptor set that is none is refused', () => {
  expect(() => indexDescriptors(Uint8Array.of(0x0a, 0x7f))).toThrow(RangeError);
});
