/** The names of a protobuf schema as CEL sees them: messages, their fields, enum values. */

import { ScalarType, type DescField, type DescMessage, type Registry } from '@bufbuild/protobuf';

import { listType, mapType, messageType, plainTypes, typeType, wrapperType, type CelType } from './types.ts';

const scalars: Readonly<Record<ScalarType, CelType>> = {
  [ScalarType.DOUBLE]: plainTypes.double,
  [ScalarType.FLOAT]: plainTypes.double,
  [ScalarType.INT64]: plainTypes.int,
  [ScalarType.UINT64]: plainTypes.uint,
  [ScalarType.INT32]: plainTypes.int,
  [ScalarType.FIXED64]: plainTypes.uint,
  [ScalarType.FIXED32]: plainTypes.uint,
  [ScalarType.BOOL]: plainTypes.bool,
  [ScalarType.STRING]: plainTypes.string,
  [ScalarType.BYTES]: plainTypes.bytes,
  [ScalarType.UINT32]: plainTypes.uint,
  [ScalarType.SFIXED32]: plainTypes.int,
  [ScalarType.SFIXED64]: plainTypes.int,
  [ScalarType.SINT32]: plainTypes.int,
  [ScalarType.SINT64]: plainTypes.int,
};

const wellKnown: Readonly<Record<string, CelType>> = {
  'google.protobuf.Timestamp': plainTypes.timestamp,
  'google.protobuf.Duration': plainTypes.duration,
  'google.protobuf.Any': plainTypes.dyn,
};

function typeOfMessage(message: DescMessage): CelType {
  const known = wellKnown[message.typeName];
  if (known !== undefined) return known;
  const value = /^google\.protobuf\.\w+Value$/.test(message.typeName) ? message.fields[0]?.scalar : undefined;
  return value === undefined ? messageType(message.typeName) : wrapperType(scalars[value]);
}

// What holds a field's values: a single one, or each of a list or map. An enum value is an int in CEL.
function typeOfValue({ scalar, message }: Pick<DescField, 'scalar' | 'message'>): CelType {
  if (scalar !== undefined) return scalars[scalar];
  return message === undefined ? plainTypes.int : typeOfMessage(message);
}

/** Returns the type of the field `name` (as in the .proto file) of a message, or undefined when it has none. */
export function fieldType(registry: Registry, message: string, name: string): CelType | undefined {
  const field = registry.getMessage(message)?.fields.find((one) => one.name === name);
  if (field === undefined) return undefined;
  const value = typeOfValue(field);
  if (field.fieldKind === 'list') return listType(value);
  return field.fieldKind === 'map' ? mapType(scalars[field.mapKey], value) : value;
}

function isEnumValue(registry: Registry, name: string): boolean {
  const dot = name.lastIndexOf('.');
  const values = registry.getEnum(name.slice(0, dot))?.values ?? [];
  return values.some((value) => value.name === name.slice(dot + 1));
}

const typeNames: ReadonlyMap<string, CelType> = new Map([
  ...Object.values(plainTypes).map((type) => [type.name, typeType(type)] as const),
  ['list', typeType(listType(plainTypes.dyn))],
  ['map', typeType(mapType(plainTypes.dyn, plainTypes.dyn))],
  ['type', typeType(typeType(plainTypes.dyn))],
]);

/** Returns the type of what the full name stands for: an enum value, a message or one of CEL's own types. */
export function namedType(registry: Registry, name: string): CelType | undefined {
  if (isEnumValue(registry, name)) return plainTypes.int;
  const message = registry.getMessage(name);
  return message === undefined ? typeNames.get(name) : typeType(typeOfMessage(message));
}

/** Returns the type of a message literal of that full name, or undefined when there is no such message. */
export function literalType(registry: Registry, name: string): CelType | undefined {
  const message = registry.getMessage(name);
  return message === undefined ? undefined : typeOfMessage(message);
}
