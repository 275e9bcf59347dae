/** Flags of `observed` for TLS on what it listens on. */

import { UsageError } from '../../base/errors.ts';
import type { TlsFiles } from '../../server/grpc/tls-files.ts';
import { tlsVersions, type TlsVersion } from '../../server/grpc/tls-versions.ts';
import { commaListFlag, textFlag, type Flag, type FlagValues } from './flag.ts';

const group = 'Serving';
const scope = 'everywhere';

const minVersion: Flag<TlsVersion> = {
  group,
  scope,
  kind: 'single',
  placeholder: 'VERSION',
  initial: '1.3',
  words: tlsVersions,
  help: 'Least version of TLS',
  accept: (text) => {
    const version = tlsVersions.find((name) => name === text);
    return version === undefined
      ? { ok: false, reason: `expected one of ${tlsVersions.join(', ')}` }
      : { ok: true, value: version };
  },
};

/** How TCP addresses are served. */
export const listenTlsFlags = {
  'tls-cert-file': textFlag({
    group,
    scope,
    placeholder: 'FILE',
    help: 'TLS on every TCP address, with this certificate and its chain, PEM; unix sockets stay plain. Read again when it changes',
  }),
  'tls-key-file': textFlag({ group, scope, placeholder: 'FILE', help: 'Private key of the certificate, PEM' }),
  'tls-client-ca-files': commaListFlag({
    group,
    scope,
    placeholder: 'FILE[,FILE]',
    help: 'Let in only clients with a certificate of these authorities, PEM. Repeatable',
  }),
  'tls-min-version': minVersion,
};

/** Returns the files to serve TLS with, undefined without TLS. Throws UsageError for half a pair, and for authorities without one. */
export function listenTlsFiles(values: FlagValues<typeof listenTlsFlags>): TlsFiles | undefined {
  const certFile = values['tls-cert-file'] ?? '';
  const keyFile = values['tls-key-file'] ?? '';
  const clientCaFiles = values['tls-client-ca-files'];
  if (certFile !== '' && keyFile !== '') {
    return { certFile, keyFile, clientCaFiles, minVersion: values['tls-min-version'] };
  }
  const given = certFile === '' ? keyFile !== '' && 'tls-key-file' : 'tls-cert-file';
  if (given !== false) {
    const missing = given === 'tls-key-file' ? 'tls-cert-file' : 'tls-key-file';
    throw new UsageError(`--${given} needs --${missing} beside it`, {
      code: 'flags/tls',
      hint: `add --${missing} FILE`,
    });
  }
  if (clientCaFiles.length === 0) return undefined;
  throw new UsageError('--tls-client-ca-files needs TLS', {
    code: 'flags/tls',
    hint: 'add --tls-cert-file FILE and --tls-key-file FILE',
  });
}
