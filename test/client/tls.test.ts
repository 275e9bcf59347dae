import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { type Metadata, Server as GrpcServer, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { ConnectError, UsageError } from '../../src/base/errors.ts';
import { createGrpcObserver, type GrpcObserver, type GrpcObserverOptions } from '../../src/client/grpc-observer.ts';
import { parseTarget } from '../../src/client/target.ts';
import { defaultTlsSettings, wantedServerName, type TlsSettings } from '../../src/client/tls-settings.ts';
import { daysFromNow, makeAuthority, makeSelfSigned, type MadeCertificate } from '../helpers/certificates.ts';
import { portOf, startTestServer } from '../helpers/grpc-server.ts';
import { tlsFolder, type TlsFolder } from '../helpers/tls-folder.ts';

type TestClient = GrpcObserver & AsyncDisposable;

function connectTo(
  target: string,
  tls: Partial<TlsSettings> = {},
  more: Partial<GrpcObserverOptions> = {},
): TestClient {
  const observer = createGrpcObserver({ target, tls: { ...defaultTlsSettings, ...tls }, ...more });
  return Object.assign(observer, { [Symbol.asyncDispose]: () => observer.close() });
}

interface Listening extends AsyncDisposable {
  readonly address: string;
}

async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${portOf(server)}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A server that shakes hands and then says nothing. */
const handshaker = ({ cert, key }: MadeCertificate, more: TlsOptions = {}): Promise<Listening> =>
  listening(createTlsServer({ cert, key, ALPNProtocols: ['h2'], ...more }).on('tlsClientError', () => undefined));

async function failureOf(client: GrpcObserver): Promise<{ message: string; hint: string | undefined; code: string }> {
  const error: unknown = await client.health().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConnectError)) throw new Error(`no ConnectError but ${String(error)}`);
  const { message, hint, code } = error;
  return { message, hint, code };
}

describe('what is wrong with the certificate of the server', () => {
  const good = { names: ['127.0.0.1', 'other.example'] };

  test.each([
    [
      'it has expired',
      (folder: TlsFolder) => folder.authority.issue({ ...good, from: daysFromNow(-9), until: daysFromNow(-2.5) }),
      /^cannot reach tls:\/\/127\.0\.0\.1:\d+: the server's certificate \(for 127\.0\.0\.1, other\.example\) expired on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, 2 days ago$/,
      /^the server needs a new certificate/,
    ],
    [
      'it is not valid yet',
      (folder: TlsFolder) => folder.authority.issue({ ...good, from: daysFromNow(2.5), until: daysFromNow(9) }),
      /is not valid before \d{4}-.* UTC, in 2 days$/,
      /clocks of both machines/,
    ],
    [
      'it is for other names',
      (folder: TlsFolder) => folder.authority.issue({ names: ['*.example', 'other.example', '10.1.2.3'] }),
      /: the server's certificate is for \*\.example, other\.example, 10\.1\.2\.3, not for 127\.0\.0\.1$/,
      /^--tls-server-name other\.example asks for another name/,
    ],
    [
      'nobody knows its authority',
      () => makeAuthority('Foreign CA').issue(good),
      /comes from the authority "Foreign CA", which is not in .*ca\.pem$/,
      /the certificate of "Foreign CA" with --tls-ca-cert-files/,
    ],
    [
      'it is signed by itself',
      () => makeSelfSigned(good),
      /is signed by nobody but itself, and it is not in .*ca\.pem$/,
      /--tls-ca-cert-files/,
    ],
    [
      'everything at once',
      () => makeAuthority('Foreign CA').issue({ names: ['x.example'], from: daysFromNow(-9), until: daysFromNow(-2) }),
      /expired on .*; and the server's certificate is for x\.example, not for 127\.0\.0\.1$/,
      /new certificate/,
    ],
  ] as const)('%s', async (_what, make, message, hint) => {
    await using folder = await tlsFolder();
    await using server = await handshaker(make(folder));
    await using client = connectTo(`tls://${server.address}`, { caFiles: [folder.ca] });
    const failure = await failureOf(client);
    expect(failure.message).toMatch(message);
    expect(failure.hint).toMatch(hint);
    expect(failure.code).toBe('connect/tls');
  });

  test('a machine that trusts nothing of it says so, the stream too', async () => {
    await using server = await handshaker(makeSelfSigned(good));
    await using client = connectTo(`tls://${server.address}`);
    const answer = client.getFlows({});
    const drain = async () => {
      for await (const batch of answer) expect(batch).toEqual([]);
    };
    await expect(drain()).rejects.toThrow('signed by nobody but itself, and this machine does not trust it');
    await expect(answer.header).rejects.toThrow('signed by nobody but itself');
  });

  test('another name may be asked for, and the check may be left out', async () => {
    await using folder = await tlsFolder();
    const { cert, key } = await folder.issue('server', { names: ['other.example'] });
    const tls = { certFile: cert, keyFile: key, clientCaFiles: [], minVersion: '1.3' } as const;
    await using made = await startTestServer({ tls });
    await using named = connectTo(made.address, { caFiles: [folder.ca], serverName: 'other.example' });
    expect(await named.health()).toBe('SERVING');
    await using blind = connectTo(made.address, { allowInsecure: true });
    expect(await blind.health()).toBe('SERVING');
    await using wrong = connectTo(made.address, { caFiles: [folder.ca], serverName: 'third.example' });
    expect((await failureOf(wrong)).message).toContain('is for other.example, not for third.example');
  });
});

describe('what is wrong between client and server', () => {
  test('a plain server is asked with TLS', async () => {
    await using made = await startTestServer();
    await using client = connectTo(made.address, { always: true });
    expect(await failureOf(client)).toEqual({
      code: 'connect/tls',
      message: `cannot reach ${made.address}: the server speaks plain text, not TLS`,
      hint: 'leave out --tls (HUBBLE_TLS, tls in the configuration) and tls://, or give the server a certificate',
    });
  });

  test('a server with TLS is asked in plain text', async () => {
    await using folder = await tlsFolder();
    await using server = await handshaker(folder.authority.issue({ names: ['relay.example'] }));
    await using client = connectTo(server.address);
    expect(await failureOf(client)).toEqual({
      code: 'connect/tls',
      message: `cannot reach ${server.address}: the server speaks TLS, and was asked in plain text; its certificate is for relay.example`,
      hint: 'add --tls, or write tls:// before the address',
    });
  });

  test('a web server is asked with TLS', async () => {
    const web = createHttpServer((_request, response) => response.end());
    await using server = await listening(web);
    await using client = connectTo(`tls://${server.address}`);
    expect((await failureOf(client)).message).toContain('speaks HTTP/1 in plain text, so neither TLS nor gRPC');
  });

  test('a server with TLS has no HTTP/2', async () => {
    await using folder = await tlsFolder();
    const made = folder.authority.issue({ names: ['127.0.0.1'] });
    await using server = await handshaker(made, { ALPNProtocols: ['http/1.1'] });
    await using client = connectTo(`tls://${server.address}`, { caFiles: [folder.ca] });
    expect((await failureOf(client)).message).toContain('the server speaks TLS, but no HTTP/2');
  });

  test('a server never answers the handshake', async () => {
    await using server = await listening(createServer());
    await using client = connectTo(`tls://${server.address}`, {}, { dialTimeoutMs: 50 });
    expect((await failureOf(client)).message).toContain('did not answer the TLS handshake within 0.05 s');
  });

  test('a server that closes without a word is no server with TLS', async () => {
    await using server = await listening(createServer((socket) => socket.destroy()));
    await using client = connectTo(server.address);
    expect(await failureOf(client)).toMatchObject({ code: 'connect/unavailable' });
    await using secure = connectTo(`tls://${server.address}`);
    expect((await failureOf(secure)).message).toContain('the answer to the TLS handshake is no TLS');
  });

  test('nobody listens', async () => {
    const server = await listening(createServer());
    await server[Symbol.asyncDispose]();
    await using client = connectTo(`tls://${server.address}`);
    expect((await failureOf(client)).message).toBe(`cannot reach tls://${server.address}: connection refused`);
  });
});

describe('files of the client', () => {
  test.each([
    [
      'caFiles',
      ['/nowhere/ca.pem'],
      'cannot read the authority /nowhere/ca.pem: there is no such file',
      '--tls-ca-cert-files',
    ],
    ['clientCertFile', '/nowhere/c.pem', 'cannot read the certificate /nowhere/c.pem', '--tls-client-cert-file'],
    ['clientKeyFile', '/nowhere/c.key', 'cannot read the private key /nowhere/c.key', '--tls-client-key-file'],
  ] as const)('%s that cannot be read', async (name, value, message, hint) => {
    await using folder = await tlsFolder();
    const { cert, key } = await folder.issue('client', { common: 'ann' });
    const settings = { clientCertFile: cert, clientKeyFile: key, [name]: value };
    const open = () => connectTo('tls://127.0.0.1:1', settings);
    expect(open).toThrow(UsageError);
    expect(open).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), hint: expect.stringContaining(hint) }),
    );
  });

  test('a renewed client certificate is used for the next connection', async () => {
    await using folder = await tlsFolder();
    const { cert, key } = await folder.issue('server', { names: ['127.0.0.1'] });
    const tls = { certFile: cert, keyFile: key, clientCaFiles: [folder.ca], minVersion: '1.3' } as const;
    await using made = await startTestServer({ tls });
    const client = await folder.put('client', makeAuthority('Another').issue({ common: 'ann' }));
    const settings = { caFiles: [folder.ca], clientCertFile: client.cert, clientKeyFile: client.key };
    await using ann = connectTo(made.address, settings);
    expect((await failureOf(ann)).code).toBe('connect/tls');
    await folder.issue('client', { common: 'ann' });
    await expect.poll(() => ann.health().catch(() => 'refused'), { timeout: 15_000 }).toBe('SERVING');
  });
});

describe('the name that is wanted', () => {
  test.each([
    ['tls://relay.example:443', 'relay.example'],
    ['tls://[::1]:443', '::1'],
    ['tls://:443', 'localhost'],
    ['tls://dns:///relay.example:443', 'relay.example'],
    ['unix:///run/s.sock', 'localhost'],
  ])('%s', (target, wanted) => {
    expect(wantedServerName(defaultTlsSettings, parseTarget(target))).toBe(wanted);
    expect(wantedServerName({ ...defaultTlsSettings, serverName: 'x.example' }, parseTarget(target))).toBe('x.example');
  });
});

const asIs = (value: Buffer): Buffer => value;

/** A service of one method, its messages as bytes. */
const oneMethod = (name: string, responseStream: boolean): ServiceDefinition => ({
  [name.slice(name.lastIndexOf('/') + 1)]: {
    path: name,
    requestStream: false,
    responseStream,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  },
});

const openInPlainText = (): TestClient =>
  connectTo('127.0.0.1:1', {}, { basicAuth: { username: 'ann', password: 'secret' } });

describe('basic authentication', () => {
  test('goes with every call, over TLS', async () => {
    await using folder = await tlsFolder();
    const { cert, key } = folder.authority.issue({ names: ['127.0.0.1'] });
    const seen: string[] = [];
    const note = (metadata: Metadata) => seen.push(...metadata.get('authorization').map(String));
    const server = new GrpcServer();
    server.addService(oneMethod('/grpc.health.v1.Health/Check', false), {
      Check: (call: { metadata: Metadata }, done: (error: null, value: Buffer) => void) => {
        note(call.metadata);
        done(null, Buffer.of(8, 1));
      },
    });
    server.addService(oneMethod('/observer.Observer/GetFlows', true), {
      GetFlows: (call: { metadata: Metadata; end(): void }) => {
        note(call.metadata);
        call.end();
      },
    });
    const pair = { cert_chain: Buffer.from(cert), private_key: Buffer.from(key) };
    const secure = ServerCredentials.createSsl(null, [pair]);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', secure, (error, given) => (error === null ? resolve(given) : reject(error)));
    });
    const basicAuth = { username: 'ann', password: 'a:b ü' };
    await using client = connectTo(`tls://127.0.0.1:${port}`, { caFiles: [folder.ca] }, { basicAuth });
    expect(await client.health()).toBe('SERVING');
    for await (const batch of client.getFlows({})) expect(batch).toEqual([]);
    const value = `Basic ${Buffer.from('ann:a:b ü').toString('base64')}`;
    expect(seen).toEqual([value, value]);
    server.forceShutdown();
  });

  test('is refused in plain text', () => {
    expect(openInPlainText).toThrow('basic authentication needs TLS');
  });
});
