import { trusted } from '../../../src/flow/codec/plain-message.ts';
import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs/light.js';
import { describe, expect, it } from 'vitest';
import { flowSchema, jsonName } from '../../../src/flow/codec/schema.ts';

interface DescribedField {
  readonly name: string;
  readonly number: number;
  readonly jsonName: string;
}

interface DescribedMessage {
  readonly name: string;
  readonly field: readonly DescribedField[];
  readonly nestedType: readonly DescribedMessage[];
  readonly options?: { readonly mapEntry?: boolean };
}

interface DescribedFile {
  readonly name: string;
  readonly package: string;
  readonly messageType: readonly DescribedMessage[];
}

/** The other generated file, read by the descriptor of descriptors that protobufjs has. */
function describedFiles(): readonly DescribedFile[] {
  const bytes = readFileSync(new URL('../../../src/flow/generated/descriptors.binpb', import.meta.url));
  const type = protobuf.Root.fromJSON(descriptorOfDescriptors()).lookupType('google.protobuf.FileDescriptorSet');
  return trusted<{ file: DescribedFile[] }>(type.toObject(type.decode(bytes), { arrays: true })).file;
}

function descriptorOfDescriptors(): protobuf.INamespace {
  const path = new URL(import.meta.resolve('protobufjs/google/protobuf/descriptor.json'));
  return trusted<protobuf.INamespace>(JSON.parse(readFileSync(path, 'utf8')));
}

function flatten(prefix: string, message: DescribedMessage): (readonly [string, DescribedMessage])[] {
  const name = `${prefix}.${message.name}`;
  if (message.options?.mapEntry === true) return [];
  return [[name, message], ...message.nestedType.flatMap((nested) => flatten(name, nested))];
}

const files = describedFiles();
const messages = files.flatMap((file) => file.messageType.flatMap((message) => flatten(file.package, message)));

describe('the two generated descriptors', () => {
  it('has the files gRPC reflection serves, under the names Hubble registers', () => {
    expect(files.map((file) => file.name)).toEqual(
      expect.arrayContaining([
        'flow/flow.proto',
        'observer/observer.proto',
        'peer/peer.proto',
        'relay/relay.proto',
        'observed/v1/observed.proto',
        'google/protobuf/timestamp.proto',
      ]),
    );
  });

  it.each(messages)('agree on the fields of %s, their numbers, spellings and order', (name, described) => {
    const fields = flowSchema()
      .message(name)
      ?.fields.map((field) => [field.name, field.number, field.jsonName]);
    expect(fields).toEqual(described.field.map((field) => [field.name, field.number, field.jsonName]));
  });

  it('have the same messages', () => {
    expect(flowSchema().messageNames().toSorted()).toEqual(messages.map(([name]) => name).toSorted());
  });
});

describe('jsonName', () => {
  it.each([
    ['source_ip_xlated', 'sourceIpXlated'],
    ['IP', 'IP'],
    ['ipVersion', 'ipVersion'],
    ['_a__b_1', 'AB1'],
  ])('spells %s as %s', (name, spelled) => {
    expect(jsonName(name)).toBe(spelled);
  });
});
