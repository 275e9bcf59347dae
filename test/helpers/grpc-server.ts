/** A real server on the loopback interface, and ways to look into it. */

import type { Server as NetServer } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import type { Logger } from '../../src/base/logger.ts';
import { startServer, type RunningServer, type StartServerOptions } from '../../src/server/grpc/server.ts';
import { createObserverService, type ObserverService } from '../../src/server/observer/observer-service.ts';
import { createFlowStore, type FlowStore } from '../../src/store/flow-store.ts';

/** Reads the schema the way the programs do. */
export function readDescriptorSet(): Promise<Uint8Array> {
  return readFile(new URL('../../src/flow/generated/descriptors.binpb', import.meta.url));
}

/** A logger that says nothing. */
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A server with what is behind it. */
export interface TestServer extends AsyncDisposable {
  readonly server: RunningServer;
  readonly service: ObserverService;
  readonly store: FlowStore;
  /** The first address. */
  readonly address: string;
}

/** What a test may choose. */
export interface TestServerOptions extends Partial<StartServerOptions> {
  readonly capacity?: number;
}

/** Starts a server on a free port, or on `listen`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const clock = systemClock();
  const store = createFlowStore({ capacity: options.capacity ?? 1000, clock });
  const service = createObserverService({ store, clock, nodeName: 'default/here', version: '0.1.0' });
  const server = await startServer({
    service,
    listen: ['127.0.0.1:0'],
    descriptorSet: await readDescriptorSet(),
    logger: silent,
    ...options,
  });
  return {
    server,
    service,
    store,
    address: server.addresses[0]!,
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** A folder that goes away with its user. */
export interface TempFolder extends AsyncDisposable {
  readonly path: string;
}

/** Makes an empty folder. */
export async function tempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), 'observed-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Returns the TCP port a server of `node:net` or `node:http2` listens on. */
export function portOf(server: Pick<NetServer, 'address'>): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on TCP');
  return address.port;
}
