/** The schema read straight from `proto/` by protobufjs, and its own coder: nothing of `src/flow/codec` has a part in it. */

import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

const protoFolder = fileURLToPath(new URL('../../proto/', import.meta.url));

/** Reads the proto files. */
function loadSchema(): protobuf.Root {
  const root = new protobuf.Root();
  const ownPath = root.resolvePath.bind(root);
  root.resolvePath = (origin, target) =>
    target.startsWith('google/') ? ownPath(origin, target) : protoFolder + target.replace(protoFolder, '');
  root.loadSync(['observer/observer.proto', 'peer/peer.proto', 'observed/v1/observed.proto'], { keepCase: true });
  root.resolveAll();
  return root;
}

const schema = loadSchema();

/** Returns the message `bytes` encode, and the function that encodes it again. */
export function plainMessage(message: string, bytes: Uint8Array): { readonly encode: () => Uint8Array } {
  const type = schema.lookupType(message);
  const decoded = type.decode(bytes);
  return { encode: () => type.encode(decoded).finish() };
}

/** Returns the encoding of `value`, a message as protobufjs takes it from JSON. */
export function encodePlain(message: string, value: Readonly<Record<string, unknown>>): Buffer {
  const type = schema.lookupType(message);
  return Buffer.from(type.encode(type.fromObject(value)).finish());
}

/** Returns the protobuf JSON of an encoded message, proto names, as a value. */
export function decodePlain(message: string, bytes: Uint8Array): unknown {
  const type = schema.lookupType(message);
  const options = { longs: String, enums: String, bytes: String };
  return toJsonValue(type, type.toObject(type.decode(bytes), options));
}

const isWrapper = /^\.google\.protobuf\.(?:Bool|UInt32|Int32)Value$/;

function toJsonValue(type: protobuf.Type, value: Record<string, unknown>): unknown {
  if (type.fullName === '.google.protobuf.Timestamp') return timestampText(value);
  if (isWrapper.test(type.fullName)) return value['value'] ?? type.fields['value']?.defaultValue;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, memberToJson(type.fields[name], member)]),
  );
}

function memberToJson(field: protobuf.Field | undefined, member: unknown): unknown {
  const type = field?.resolvedType;
  if (!(type instanceof protobuf.Type)) return member;
  const one = (message: unknown) => toJsonValue(type, message as Record<string, unknown>);
  return Array.isArray(member) ? member.map(one) : one(member);
}

/** RFC 3339 with as many groups of three digits as the nanoseconds need. */
function timestampText({ seconds = '0', nanos = 0 }: { seconds?: unknown; nanos?: unknown }): string {
  const [whole] = new Date(Number(seconds) * 1000).toISOString().split('.');
  const digits = String(nanos)
    .padStart(9, '0')
    .replace(/(?:000)+$/, '');
  return digits === '' ? `${whole}Z` : `${whole}.${digits}Z`;
}
