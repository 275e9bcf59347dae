/**
 * `grpc.health.v1.Health` (health.proto of gRPC): its messages have one field each, which are written and read here. The ready-made
 * service would load a compiler of .proto files at every start; the tests hold this one to what that one answers.
 */

import {
  status,
  type MethodDefinition,
  type sendUnaryData,
  type Server,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { bytesOf } from '../../flow/codec/wire-fields.ts';
import { hubbleHealthService } from '../../flow/rpc-methods.ts';

/** The server as a whole, Hubble's service by its name, and by the name the `hubble` CLI asks for. */
const services = ['', 'observer.Observer', hubbleHealthService];

/** Codes of `ServingStatus`. */
const Serving = { serving: 1, notServing: 2, serviceUnknown: 3 } as const;

/** Lets the health service say that the server is about to stop. */
export interface Health {
  stopping(): void;
}

/** Tag of `HealthCheckResponse.status` (field 1, varint) and of the fields 1 and 2 of other messages (length-delimited). */
const statusTag = 0x08;
const [firstTag, secondTag] = [0x0a, 0x12];

function responseBytes(code: number): Buffer {
  return Buffer.of(statusTag, code);
}

/** A length-delimited field of less than 128 bytes. */
function field(tag: number, value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag, value.length), value]);
}

/** Returns `HealthListResponse`: its one field is a map, each entry a message of key and value. */
function listBytes(code: number): Buffer {
  const entries = services.map((name) => [field(firstTag, Buffer.from(name)), field(secondTag, responseBytes(code))]);
  return Buffer.concat(entries.map((entry) => field(firstTag, Buffer.concat(entry))));
}

/** `HealthCheckRequest`. An object, as grpc-js takes an empty text for no request at all. */
interface HealthRequest {
  readonly service: string;
}

/** Decodes the request; of a field that comes twice the last one counts, as always in protobuf. */
function decodeRequest(bytes: Buffer): HealthRequest {
  return { service: Buffer.from(bytesOf(bytes, 1).at(-1) ?? []).toString() };
}

/** A method whose requests name a service, if they say anything at all, and whose answers are written by the handler. */
function method(name: string, responseStream: boolean): MethodDefinition<HealthRequest, Buffer> {
  return {
    path: `/grpc.health.v1.Health/${name}`,
    requestStream: false,
    responseStream,
    requestSerialize: ({ service }) => field(firstTag, Buffer.from(service)),
    requestDeserialize: decodeRequest,
    responseSerialize: (bytes) => bytes,
    responseDeserialize: (bytes) => bytes,
  };
}

type Watcher = ServerWritableStream<HealthRequest, Buffer>;

/** Registers the service; everything is SERVING until `stopping` is called. */
export function addHealth(server: Server): Health {
  let code: number = Serving.serving;
  const watchers = new Set<Watcher>();
  server.addService(
    { check: method('Check', false), watch: method('Watch', true), list: method('List', false) },
    {
      check: ({ request: { service } }: { readonly request: HealthRequest }, callback: sendUnaryData<Buffer>) => {
        if (services.includes(service)) callback(null, responseBytes(code));
        else callback({ code: status.NOT_FOUND, details: `Health status unknown for service ${service}` });
      },
      watch: (call: Watcher) => {
        const isKnown = services.includes(call.request.service);
        call.write(responseBytes(isKnown ? code : Serving.serviceUnknown));
        // What is unknown stays so, but its watcher is not sent away.
        if (!isKnown) return;
        watchers.add(call);
        call.on('cancelled', () => watchers.delete(call));
      },
      list: (_call: unknown, callback: sendUnaryData<Buffer>) => callback(null, listBytes(code)),
    },
  );
  return {
    stopping() {
      code = Serving.notServing;
      for (const watcher of watchers) watcher.write(responseBytes(code));
    },
  };
}
