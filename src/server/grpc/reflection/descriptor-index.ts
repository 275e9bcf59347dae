/** Which file of a descriptor set declares what. Field numbers are those of `google/protobuf/descriptor.proto`. */

import { bytesOf, textOf } from '../../../flow/codec/wire-fields.ts';

/** The files of a descriptor set, each as the bytes it came in. */
export interface DescriptorIndex {
  /** Full names of all services, sorted. */
  readonly services: readonly string[];
  /** Returns the file of this name and, after it, all it imports; undefined when there is none. */
  fileByName(name: string): readonly Uint8Array[] | undefined;
  /** Returns the file that declares a message, field, enum, value, service or method, and all it imports. */
  fileBySymbol(symbol: string): readonly Uint8Array[] | undefined;
}

interface DescriptorFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly imports: readonly string[];
}

/** Field numbers by message of descriptor.proto. */
const fileSet = { file: 1 } as const;
const file = { name: 1, package: 2, dependency: 3, message: 4, enumeration: 5, service: 6 } as const;
const message = { name: 1, field: 2, nested: 3, enumeration: 4, oneof: 8 } as const;
const named = { name: 1, members: 2 } as const;

/** Returns the index over an encoded `google.protobuf.FileDescriptorSet`. Throws RangeError when it is none. */
export function indexDescriptors(descriptorSet: Uint8Array): DescriptorIndex {
  const files = new Map<string, DescriptorFile>();
  const symbols = new Map<string, string>();
  const services: string[] = [];
  for (const bytes of bytesOf(descriptorSet, fileSet.file)) {
    const declared = describeFile(bytes);
    files.set(declared.name, declared);
    for (const symbol of symbolsOf(bytes)) symbols.set(symbol, declared.name);
    services.push(...bytesOf(bytes, file.service).map((service) => qualify(textOf(bytes, file.package), service)));
  }
  const withImports = (name: string) => (files.has(name) ? collect(files, name) : undefined);
  return {
    services: services.toSorted(),
    fileByName: withImports,
    fileBySymbol: (symbol) => withImports(symbols.get(symbol) ?? ''),
  };
}

function describeFile(bytes: Uint8Array): DescriptorFile {
  const imports = bytesOf(bytes, file.dependency).map((name) => Buffer.from(name).toString('utf8'));
  return { name: textOf(bytes, file.name), bytes, imports };
}

function collect(files: ReadonlyMap<string, DescriptorFile>, name: string): readonly Uint8Array[] {
  const names = new Set([name]);
  // A set that grows while it is walked is walked to its end, so this visits what imports import, each once.
  for (const each of names) for (const imported of files.get(each)?.imports ?? []) names.add(imported);
  return [...names].flatMap((each) => files.get(each)?.bytes ?? []);
}

function qualify(scope: string, declaration: Uint8Array): string {
  const name = textOf(declaration, named.name);
  return scope === '' ? name : `${scope}.${name}`;
}

function symbolsOf(bytes: Uint8Array): readonly string[] {
  const scope = textOf(bytes, file.package);
  return [
    ...bytesOf(bytes, file.message).flatMap((each) => messageSymbols(scope, each)),
    ...bytesOf(bytes, file.enumeration).flatMap((each) => enumSymbols(scope, each)),
    ...bytesOf(bytes, file.service).flatMap((each) => serviceSymbols(scope, each)),
  ];
}

function messageSymbols(scope: string, bytes: Uint8Array): readonly string[] {
  const own = qualify(scope, bytes);
  const members = [...bytesOf(bytes, message.field), ...bytesOf(bytes, message.oneof)];
  return [
    own,
    ...members.map((each) => qualify(own, each)),
    ...bytesOf(bytes, message.nested).flatMap((each) => messageSymbols(own, each)),
    ...bytesOf(bytes, message.enumeration).flatMap((each) => enumSymbols(own, each)),
  ];
}

/** Values of an enum belong to the scope of the enum, not to the enum. */
function enumSymbols(scope: string, bytes: Uint8Array): readonly string[] {
  return [qualify(scope, bytes), ...bytesOf(bytes, named.members).map((value) => qualify(scope, value))];
}

function serviceSymbols(scope: string, bytes: Uint8Array): readonly string[] {
  const own = qualify(scope, bytes);
  return [own, ...bytesOf(bytes, named.members).map((method) => qualify(own, method))];
}
