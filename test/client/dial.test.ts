import { chown } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { ConnectError } from '../../src/base/errors.ts';
import { findServer } from '../../src/client/dial.ts';
import { portOf, tempFolder } from '../helpers/grpc-server.ts';

const uid = process.getuid?.() ?? 0;

async function listenOn(where: string | number) {
  const server = createServer().listen(
    typeof where === 'number' ? { port: where, host: '127.0.0.1' } : { path: where },
  );
  await once(server, 'listening');
  return Object.assign(server, { [Symbol.dispose]: () => void server.close() });
}

test('the first that answers is taken', async () => {
  await using folder = await tempFolder();
  using held = await listenOn(`${folder.path}/b.sock`);
  expect(held.listening).toBe(true);
  using tcp = await listenOn(0);
  const port = portOf(tcp);
  const none = `unix://${folder.path}/a.sock`;
  const socket = `unix://${folder.path}/b.sock`;
  expect(await findServer({ candidates: [none, socket, `127.0.0.1:${port}`], uid })).toBe(socket);
  expect(await findServer({ candidates: [none, `localhost:${port}`], uid })).toBe(`localhost:${port}`);
});

test('where nothing answers the error names every place and the two ways on', async () => {
  await using folder = await tempFolder();
  const candidates = [`unix://${folder.path}/none.sock`, '127.0.0.1:1'];
  const error = await findServer({ candidates, uid }).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({
    message: `no server answers; looked at ${candidates[0]} (no such socket), 127.0.0.1:1 (connection refused)`,
    hint: 'start `observed`, or read a log without a server: --input-file FILE',
  });
});

test.skipIf(uid !== 0)('a socket of somebody else is passed over (needs root to make one)', async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/s.sock`;
  using held = await listenOn(path);
  expect(held.listening).toBe(true);
  await chown(path, 4711, 4711);
  await expect(findServer({ candidates: [`unix://${path}`], uid: 1234 })).rejects.toThrow('it belongs to another user');
  expect(await findServer({ candidates: [`unix://${path}`], uid: 4711 })).toBe(`unix://${path}`);
});
