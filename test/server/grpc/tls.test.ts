import { once } from 'node:events';
import { connect } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/base/errors.ts';
import { createGrpcObserver, type GrpcObserver } from '../../../src/client/grpc-observer.ts';
import { defaultTlsSettings, type TlsSettings } from '../../../src/client/tls-settings.ts';
import { readTlsFiles, type TlsFiles } from '../../../src/server/grpc/tls-files.ts';
import { makeAuthority, makeSelfSigned, daysFromNow } from '../../helpers/certificates.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../helpers/grpc-server.ts';
import { denied, nameOf } from '../../helpers/observed-events.ts';
import { tlsFolder, type CertificateFiles } from '../../helpers/tls-folder.ts';

type TestClient = GrpcObserver & AsyncDisposable;

function connectTo(target: string, tls: Partial<TlsSettings>): TestClient {
  const observer = createGrpcObserver({ target, tls: { ...defaultTlsSettings, ...tls } });
  return Object.assign(observer, { [Symbol.asyncDispose]: () => observer.close() });
}

const filesOf = ({ cert, key }: CertificateFiles, more: Partial<TlsFiles> = {}): TlsFiles => ({
  certFile: cert,
  keyFile: key,
  clientCaFiles: [],
  minVersion: '1.3',
  ...more,
});

const serve = (tls: TlsFiles, more: TestServerOptions = {}): Promise<TestServer> => startTestServer({ tls, ...more });

const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1));

/** Shakes hands and returns the version and protocol agreed on, with the common name the server showed. */
async function shakeHands(address: string, options: { maxVersion?: 'TLSv1.2'; ALPNProtocols?: string[] } = {}) {
  const socket = connect({ port: portOf(address), rejectUnauthorized: false, ALPNProtocols: ['h2'], ...options });
  await once(socket, 'secureConnect');
  const seen = {
    version: socket.getProtocol(),
    protocol: socket.alpnProtocol,
    subject: socket.getPeerX509Certificate()?.subject,
  };
  socket.destroy();
  return seen;
}

describe('a server with a certificate', () => {
  test('answers a client that trusts its authority, by name and by address', async () => {
    await using folder = await tlsFolder();
    const files = await folder.issue('server', { names: ['localhost', '127.0.0.1'] });
    await using made = await serve(filesOf(files));
    expect(made.address).toMatch(/^tls:\/\/127\.0\.0\.1:\d+$/);
    made.store.append(denied('d'));
    for (const target of [made.address, made.address.replace('127.0.0.1', 'localhost')]) {
      await using client = connectTo(target, { caFiles: [folder.ca] });
      const names: string[] = [];
      for await (const batch of client.getFlows({})) names.push(...batch.map(nameOf));
      expect(names).toEqual(['d']);
    }
  });

  test('tells peers its address and the name to ask for', async () => {
    await using folder = await tlsFolder();
    await using made = await serve(filesOf(await folder.issue('server', { names: ['node.example', '127.0.0.1'] })));
    await using client = connectTo(made.address, { caFiles: [folder.ca] });
    for await (const [change] of client.watchPeers()) {
      expect(change).toMatchObject({
        address: made.address.replace('tls://', ''),
        tls: { server_name: 'node.example' },
      });
      break;
    }
  });

  test('speaks HTTP/2 in TLS 1.3, and 1.2 only where that is allowed', async () => {
    await using folder = await tlsFolder();
    const files = await folder.issue('server', { names: ['localhost'] });
    await using strict = await serve(filesOf(files));
    await using old = await serve(filesOf(files, { minVersion: '1.2' }));
    expect(await shakeHands(strict.address)).toMatchObject({ version: 'TLSv1.3', protocol: 'h2' });
    await expect(shakeHands(strict.address, { maxVersion: 'TLSv1.2' })).rejects.toThrow('alert protocol version');
    expect(await shakeHands(old.address, { maxVersion: 'TLSv1.2' })).toMatchObject({ version: 'TLSv1.2' });
  });

  test('stays plain on its unix socket, and may listen for other machines', async () => {
    await using folder = await tlsFolder();
    const listen = [`unix://${folder.path}/s.sock`, '0.0.0.0:0'];
    await using made = await serve(filesOf(await folder.issue('server', { names: ['127.0.0.1'] })), { listen });
    expect(made.server.addresses[1]).toMatch(/^tls:\/\/0\.0\.0\.0:\d+$/);
    await using local = connectTo(made.address, {});
    expect(await local.health()).toBe('SERVING');
    await using remote = connectTo(`tls://127.0.0.1:${portOf(made.server.addresses[1]!)}`, { caFiles: [folder.ca] });
    expect(await remote.health()).toBe('SERVING');
  });
});

describe('mutual TLS', () => {
  test('lets in whoever shows a certificate of the authorities, and nobody else', async () => {
    await using folder = await tlsFolder();
    const server = await folder.issue('server', { names: ['127.0.0.1'] });
    const known = await folder.issue('known', { common: 'ann' });
    const foreign = await folder.put('foreign', makeAuthority('Another').issue({ common: 'eve' }));
    const more = await folder.write('more.pem', makeAuthority('A third').cert);
    await using made = await serve(filesOf(server, { clientCaFiles: [more, folder.ca] }));
    const base = { caFiles: [folder.ca] };
    const show = ({ cert, key }: CertificateFiles) => ({ ...base, clientCertFile: cert, clientKeyFile: key });

    await using ann = connectTo(made.address, show(known));
    expect(await ann.health()).toBe('SERVING');
    await using eve = connectTo(made.address, show(foreign));
    await expect(eve.health()).rejects.toMatchObject({
      code: 'connect/tls',
      message: expect.stringMatching(/foreign\.pem: eve, from "Another"/),
    });
    await using nobody = connectTo(made.address, base);
    await expect(nobody.health()).rejects.toMatchObject({
      message: expect.stringContaining('the server wants a client certificate'),
      hint: 'show one with --tls-client-cert-file and --tls-client-key-file',
    });
  });
});

/** Options that look at the files all the time and write down what is said. */
function watched(lines: string[]): TestServerOptions {
  const say = (level: string) => (message: string) => lines.push(`${level} ${message}`);
  return { tlsCheckMs: 20, logger: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') } };
}

describe('files that change', () => {
  test('are used for new connections, while those that are open go on', async () => {
    await using folder = await tlsFolder();
    const files = await folder.issue('server', { common: 'first', names: ['127.0.0.1'] });
    const lines: string[] = [];
    await using made = await serve(filesOf(files), watched(lines));
    await using client = connectTo(made.address, { caFiles: [folder.ca] });
    const seen: string[] = [];
    const end = new AbortController();
    const answer = client.getFlows({ follow: true }, { signal: end.signal });
    const following = (async () => {
      for await (const batch of answer) seen.push(...batch.map(nameOf));
    })();
    await answer.header;
    made.store.append(denied('before'));
    await eventually(() => seen).toEqual(['before']);
    expect((await shakeHands(made.address)).subject).toBe('CN=first');

    await folder.issue('server', { common: 'second', names: ['127.0.0.1', 'new.example'] });
    await eventually(async () => (await shakeHands(made.address)).subject).toBe('CN=second');
    expect(lines.join('\n')).toContain('new connections get the certificate for 127.0.0.1, new.example, valid until');
    await expect(shakeHands(made.address, { maxVersion: 'TLSv1.2' })).rejects.toThrow('alert protocol version');
    made.store.append(denied('after'));
    await eventually(() => seen).toEqual(['before', 'after']);
    end.abort();
    await following;
  });

  test('that cannot be used are told once, and the old ones go on', async () => {
    await using folder = await tlsFolder();
    const files = await folder.issue('server', { common: 'good', names: ['127.0.0.1'] });
    const lines: string[] = [];
    await using made = await serve(filesOf(files), watched(lines));
    await folder.write('server.key', makeSelfSigned({}).key);
    const told = () => lines.filter((line) => line.includes('does not belong to the certificate'));
    await eventually(() => told().length).toBe(1);
    expect((await shakeHands(made.address)).subject).toBe('CN=good');
    await folder.issue('server', { common: 'mended', names: ['127.0.0.1'] });
    await eventually(async () => (await shakeHands(made.address)).subject).toBe('CN=mended');
    expect(told()).toHaveLength(1);
  });

  test('take a client authority away', async () => {
    await using folder = await tlsFolder();
    const server = await folder.issue('server', { names: ['127.0.0.1'] });
    const known = await folder.issue('known', { common: 'ann' });
    const clientCa = await folder.write('clients.pem', folder.authority.cert);
    const lines: string[] = [];
    await using made = await serve(filesOf(server, { clientCaFiles: [clientCa] }), watched(lines));
    const settings = { caFiles: [folder.ca], clientCertFile: known.cert, clientKeyFile: known.key };
    await using before = connectTo(made.address, settings);
    expect(await before.health()).toBe('SERVING');
    await folder.write('clients.pem', makeAuthority('Another').cert);
    await eventually(() => lines.join('\n')).toContain('TLS files changed');
    await using after = connectTo(made.address, settings);
    await expect(after.health()).rejects.toMatchObject({ code: 'connect/tls' });
  });

  test('an expired certificate is told', async () => {
    await using folder = await tlsFolder();
    const files = await folder.issue('server', { names: ['127.0.0.1'], from: daysFromNow(-9), until: daysFromNow(-2) });
    const lines: string[] = [];
    await using made = await serve(filesOf(files), watched(lines));
    expect(made.address).toContain('tls://');
    expect(lines[0]).toMatch(/^warn the certificate .*server\.pem expired on .* UTC; clients refuse it/);
  });
});

describe('files that cannot be used', () => {
  test.each([
    [
      'missing',
      { certFile: '/nowhere/x.pem' },
      'cannot read the certificate /nowhere/x.pem: there is no such file',
      '--tls-cert-file',
    ],
    ['a folder', { keyFile: '/' }, 'cannot read the private key /: it is a folder', '--tls-key-file'],
    ['swapped', { certFile: 'server.key' }, 'server.key holds no certificate', 'swapped'],
    ['swapped key', { keyFile: 'server.pem' }, 'server.pem holds no private key', 'swapped'],
    [
      'of two pairs',
      { keyFile: 'other.key' },
      'other.key does not belong to the certificate',
      'own certificate comes first',
    ],
    ['no PEM', { clientCaFiles: ['note.txt'] }, 'the client authority', '--tls-client-ca-files takes PEM'],
    ['damaged', { certFile: 'bad.pem' }, 'bad.pem is damaged', '--tls-cert-file'],
    ['locked', { keyFile: 'locked.key' }, 'locked.key is locked with a passphrase', 'openssl pkey -in'],
  ] as const)('%s', async (_what, change, message, hint) => {
    await using folder = await tlsFolder();
    await folder.issue('server', { names: ['localhost'] });
    await folder.put('other', makeSelfSigned({}));
    await folder.write('note.txt', 'hello');
    await folder.write('bad.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    await folder.write(
      'locked.key',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
    );
    const inFolder = (path: string) => (path.startsWith('/') ? path : `${folder.path}/${path}`);
    const wish: TlsFiles = { ...filesOf({ cert: 'server.pem', key: 'server.key' }), ...change };
    const files = {
      ...wish,
      certFile: inFolder(wish.certFile),
      keyFile: inFolder(wish.keyFile),
      clientCaFiles: wish.clientCaFiles.map(inFolder),
    };
    const error = (() => {
      try {
        return readTlsFiles(files);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
  });
});
