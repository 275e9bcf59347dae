/**
 * gRPC server reflection, v1 and v1alpha, which differ in nothing but their name. The files go out as the bytes they
 * were compiled to: rebuilding them, as the common package does, loses `syntax`, and clients take them for proto2.
 */

import { status, type handleBidiStreamingCall, type MethodDefinition, type Server } from '@grpc/grpc-js';
import { indexDescriptors, type DescriptorIndex } from './descriptor-index.ts';
import { readFields, writeFields } from '../../../flow/codec/wire-fields.ts';

const serviceNames = ['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];

/** Field numbers of ServerReflectionRequest. */
const requestField = { fileByName: 3, fileBySymbol: 4, byExtension: 5, extensionNumbers: 6, listServices: 7 } as const;

/** Field numbers of ServerReflectionResponse. */
const responseField = { originalRequest: 2, files: 4, services: 6, error: 7 } as const;

/** Registers reflection over an encoded FileDescriptorSet. Throws RangeError when the set cannot be read. */
export function addReflection(server: Server, descriptorSet: Uint8Array): void {
  const index = indexDescriptors(descriptorSet);
  const info: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
    call.on('data', (request: Buffer) => call.write(reflect(index, request)));
    call.on('end', () => call.end());
    // A client that goes away in mid-call ends as an error of the call; there is nothing left to tell it.
    call.on('error', () => {});
  };
  for (const name of serviceNames) server.addService({ info: methodOf(name) }, { info });
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}

function methodOf(service: string): MethodDefinition<Buffer, Buffer> {
  return {
    path: `/${service}/ServerReflectionInfo`,
    requestStream: true,
    responseStream: true,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

/** Returns the encoded response to one encoded request. A request that is none is answered with an error message. */
export function reflect(index: DescriptorIndex, request: Uint8Array): Buffer {
  return writeFields([[responseField.originalRequest, request], answerTo(index, request)]);
}

type Answer = readonly [number: number, value: Uint8Array];

function answerTo(index: DescriptorIndex, request: Uint8Array): Answer {
  const asked = questionIn(request);
  switch (asked?.number) {
    case requestField.fileByName:
      return filesOr(index.fileByName(asked.text), `Proto file not found: ${asked.text}`);
    case requestField.fileBySymbol:
      return filesOr(index.fileBySymbol(asked.text), `Symbol not found: ${asked.text}`);
    case requestField.listServices:
      return [responseField.services, writeFields(index.services.map((name) => [1, writeFields([[1, name]])]))];
    case requestField.byExtension:
    case requestField.extensionNumbers:
      return errorAnswer(status.NOT_FOUND, 'No message of this server has extensions');
    default:
      return errorAnswer(status.INVALID_ARGUMENT, 'The request asks for nothing known');
  }
}

function questionIn(request: Uint8Array): { readonly number: number; readonly text: string } | undefined {
  const questions: readonly number[] = Object.values(requestField);
  try {
    const field = [...readFields(request)].findLast(({ number }) => questions.includes(number));
    if (field === undefined || typeof field.value === 'number') return undefined;
    return { number: field.number, text: Buffer.from(field.value).toString('utf8') };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function filesOr(files: readonly Uint8Array[] | undefined, message: string): Answer {
  if (files === undefined) return errorAnswer(status.NOT_FOUND, message);
  return [responseField.files, writeFields(files.map((bytes) => [1, bytes]))];
}

function errorAnswer(code: status, message: string): Answer {
  return [
    responseField.error,
    writeFields([
      [1, code],
      [2, message],
    ]),
  ];
}
