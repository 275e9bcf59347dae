import { Client, credentials, Metadata, Server, ServerCredentials, status, type ServiceError } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addHealth, type Health } from '../../../src/server/grpc/health.ts';

const asIs = (bytes: Buffer) => bytes;

/** A server with the health service of `add`, and calls of raw messages to it. */
async function serverWith(add: (server: Server) => Health) {
  const server = new Server();
  const health = add(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const unary = (name: string, request: Buffer) =>
    new Promise<unknown>((resolve) => {
      const settle = (error: ServiceError | null, value?: Buffer) =>
        resolve(error === null ? value?.toString('hex') : { code: error.code, details: error.details });
      client.makeUnaryRequest(`/grpc.health.v1.Health/${name}`, asIs, asIs, request, new Metadata(), {}, settle);
    });
  /** Watches until `count` messages came. */
  const watch = (request: Buffer, count: number) =>
    new Promise<readonly string[]>((resolve) => {
      const seen: string[] = [];
      const call = client.makeServerStreamRequest('/grpc.health.v1.Health/Watch', asIs, asIs, request);
      call.on('error', (error: ServiceError) => expect(error.code).toBe(status.CANCELLED));
      call.on('data', (bytes: Buffer) => {
        if (seen.push(bytes.toString('hex')) < count) return;
        call.cancel();
        resolve(seen);
      });
    });
  const close = () => {
    client.close();
    server.forceShutdown();
  };
  return { health, unary, watch, close };
}

const names = ['', 'observer.Observer', 'hubble.server.Observer'];

function readyMade(server: Server): Health {
  const health = new HealthImplementation(Object.fromEntries(names.map((name) => [name, 'SERVING' as const])));
  health.addToServer(server);
  return { stopping: () => names.forEach((name) => health.setStatus(name, 'NOT_SERVING')) };
}

function asking(service: string): Buffer {
  const name = Buffer.from(service);
  return service === '' ? Buffer.alloc(0) : Buffer.concat([Buffer.of(0x0a, name.length), name]);
}

describe('the health service answers as the ready-made one', () => {
  let [ours, theirs]: Awaited<ReturnType<typeof serverWith>>[] = [];
  beforeAll(async () => {
    [ours, theirs] = await Promise.all([serverWith(addHealth), serverWith(readyMade)]);
  });
  afterAll(() => {
    ours?.close();
    theirs?.close();
  });

  const requests: [string, Buffer][] = [
    ...[...names, 'nobody', 'näme'].map((name): [string, Buffer] => [`"${name}"`, asking(name)]),
    ['an empty name that is spelled out', Buffer.of(0x0a, 0)],
    ['two names', Buffer.concat([asking('nobody'), asking('observer.Observer')])],
    ['a field of a newer schema', Buffer.concat([Buffer.of(0x10, 5), asking('observer.Observer')])],
  ];

  test.each(requests)('Check of %s', async (_, request) => {
    expect(await ours?.unary('Check', request)).toEqual(await theirs?.unary('Check', request));
  });

  test.each(requests)('Watch of %s', async (_, request) => {
    expect(await ours?.watch(request, 1)).toEqual(await theirs?.watch(request, 1));
  });

  test('List', async () => {
    expect(await ours?.unary('List', Buffer.alloc(0))).toEqual(await theirs?.unary('List', Buffer.alloc(0)));
  });

  test('a request that is none fails', async () => {
    const failed: unknown = expect.objectContaining({ code: status.INTERNAL });
    expect(await theirs?.unary('Check', Buffer.of(0x0f))).toEqual(failed);
    expect(await ours?.unary('Check', Buffer.of(0x0f))).toEqual(failed);
  });

  test('a watcher hears of the stop, and so does who asks then', async () => {
    const both = [ours, theirs].map(async (each) => {
      const watched = each?.watch(asking('hubble.server.Observer'), 2);
      await each?.watch(asking(''), 1);
      each?.health.stopping();
      const checked = await each?.unary('Check', asking('observer.Observer'));
      return { watched: await watched, checked, listed: await each?.unary('List', asking('')) };
    });
    const [mine, reference] = await Promise.all(both);
    expect(mine).toEqual(reference);
    expect(mine?.watched).toEqual(['0801', '0802']);
  });
});
