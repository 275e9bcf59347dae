import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs/light.js';
import { describe, expect, it } from 'vitest';
import { resolveTypeName } from '../../../src/flow/codec/descriptor.ts';
import { trusted } from '../../../src/flow/codec/plain-message.ts';
import { flowSchema, jsonName, type FieldSchema, type ValueSchema } from '../../../src/flow/codec/schema.ts';
import descriptor from '../../../src/flow/generated/descriptor.json' with { type: 'json' };

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

/** A field in words: what both readers of the descriptor must agree on. */
interface FieldWords {
  readonly name: string;
  readonly number: number;
  readonly cardinality: string;
  readonly value: string;
  readonly rivals: readonly string[];
}

function valueWords(value: ValueSchema): string {
  if (value.kind === 'scalar') return value.type;
  return value.kind === 'enum' ? `enum ${value.enum.name}` : `message ${value.message.name}`;
}

function schemaWords({ name, number, cardinality, value, rivals }: FieldSchema): FieldWords {
  return { name, number, cardinality, value: valueWords(value), rivals };
}

function reflectedValue({ resolvedType, type }: protobuf.Field): string {
  if (resolvedType === null) return type;
  return `${resolvedType instanceof protobuf.Enum ? 'enum' : 'message'} ${resolvedType.fullName.slice(1)}`;
}

function reflectedWords(field: protobuf.Field): FieldWords {
  return {
    name: field.name,
    number: field.id,
    cardinality: field.map ? 'map' : field.repeated ? 'repeated' : 'single',
    value: reflectedValue(field),
    rivals: (field.partOf?.fieldsArray ?? []).map(({ name }) => name).filter((name) => name !== field.name),
  };
}

function reflectedTypes(object: protobuf.ReflectionObject): readonly (protobuf.Type | protobuf.Enum)[] {
  const own = object instanceof protobuf.Type || object instanceof protobuf.Enum ? [object] : [];
  return object instanceof protobuf.Namespace ? [...own, ...object.nestedArray.flatMap(reflectedTypes)] : own;
}

describe('the schema and the reflection of protobufjs', () => {
  const types = reflectedTypes(protobuf.Root.fromJSON(trusted<protobuf.INamespace>(descriptor)).resolveAll());

  const reflectedEnums = types.filter((type) => type instanceof protobuf.Enum);
  const reflectedMessages = types.filter((type) => type instanceof protobuf.Type);

  it.each(reflectedEnums.map((type) => [type.fullName.slice(1), type] as const))('agree on %s', (name, type) => {
    expect([...(flowSchema().enum(name)?.codes ?? [])]).toEqual(Object.entries(type.values));
  });

  it.each(reflectedMessages.map((type) => [type.fullName.slice(1), type] as const))('agree on %s', (name, type) => {
    expect(flowSchema().message(name)?.fields.map(schemaWords)).toEqual(type.fieldsArray.map(reflectedWords));
  });

  it('know nothing else', () => {
    const messageNames = reflectedMessages.map((type) => type.fullName.slice(1));
    expect(flowSchema().messageNames().toSorted()).toEqual(messageNames.toSorted());
    expect(flowSchema().message('flow.Verdict')).toBeUndefined();
    expect(flowSchema().enum('flow.Flow')).toBeUndefined();
  });
});

describe('resolveTypeName', () => {
  const declared = new Set(['a.M', 'a.M.N', 'a.b.M', 'b.M', 'M']);

  it.each([
    ['M', 'a.b', 'a.b.M'],
    ['N', 'a.M', 'a.M.N'],
    ['b.M', 'a.M', 'a.b.M'],
    ['b.M', 'c.X', 'b.M'],
    ['M', 'c.d.X', 'M'],
    ['O', 'a.M', undefined],
  ])('finds %s in %s as %s', (type, scope, name) => {
    expect(resolveTypeName(type, scope, (candidate) => declared.has(candidate))).toBe(name);
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
