import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs/light.js';
import { describe, expect, it } from 'vitest';

import { jsonName } from '../../src/flow/codec/schema.ts';
import descriptor from '../../src/flow/generated/descriptor.json' with { type: 'json' };
import { observerMethods, peerMethods } from '../../src/flow/rpc-methods.ts';

interface FieldFacts {
  readonly number: number;
  readonly type: string;
  readonly json: string;
  readonly repeated?: boolean;
  readonly oneof?: string;
}

interface MethodFacts {
  readonly request: string;
  readonly response: string;
  readonly streams: boolean;
}

/** The tables of Hubble's own descriptors. */
interface SchemaFacts {
  readonly messages: Readonly<Record<string, Readonly<Record<string, FieldFacts>>>>;
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly methods: Readonly<Record<string, MethodFacts>>;
}

const facts = JSON.parse(
  readFileSync(new URL('../fixtures/flow/field-numbers.json', import.meta.url), 'utf8'),
) as SchemaFacts;

const root = protobuf.Root.fromJSON(descriptor).resolveAll();

const withoutDot = (name: string): string => name.replace(/^\./, '');

function factsOf(field: protobuf.Field): FieldFacts {
  const { resolvedType, partOf } = field;
  return {
    number: field.id,
    type: resolvedType === null ? field.type : withoutDot(resolvedType.fullName),
    json: jsonName(field.name),
    ...(field.repeated ? { repeated: true } : {}),
    ...(partOf === null || partOf.isProto3Optional ? {} : { oneof: partOf.name }),
  };
}

/** Full names of the messages and enums that are in our copy of Hubble's packages. */
function namesBelow(namespace: protobuf.NamespaceBase): string[] {
  return namespace.nestedArray.flatMap((child) => {
    const own = child instanceof protobuf.Type || child instanceof protobuf.Enum ? [withoutDot(child.fullName)] : [];
    return child instanceof protobuf.Namespace ? [...own, ...namesBelow(child)] : own;
  });
}

describe('our copy of the schema', () => {
  it.each(Object.entries(facts.messages))('%s: names, numbers, types, spellings, order', (name, fields) => {
    const ours = root.lookupType(name).fieldsArray.map((field) => [field.name, factsOf(field)]);
    expect(ours).toEqual(Object.entries(fields));
  });

  it.each(Object.entries(facts.enums))('%s: names, numbers, order', (name, values) => {
    expect(Object.entries(root.lookupEnum(name).values)).toEqual(Object.entries(values));
  });

  it('has these messages and enums and no others', () => {
    const ours = ['flow', 'observer', 'peer', 'relay'].flatMap((name) => {
      const found = root.lookup(name);
      return found instanceof protobuf.Namespace ? namesBelow(found) : [];
    });
    expect(ours.toSorted()).toEqual([...Object.keys(facts.messages), ...Object.keys(facts.enums)].toSorted());
  });

  it('has these methods and no others', () => {
    const ours = [...Object.values(observerMethods), ...Object.values(peerMethods)];
    const paths = ours.map(({ path, request, response, streams }) => [path, { request, response, streams }]);
    expect(Object.fromEntries(paths)).toEqual(facts.methods);
  });
});
