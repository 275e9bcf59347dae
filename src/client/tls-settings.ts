/** How the client speaks TLS. */

import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { parseHostPort } from '../base/addresses.ts';
import { UsageError } from '../base/errors.ts';
import { readCertificates, readKeyPair } from '../base/pem-files.ts';
import type { Target } from './target.ts';

/** What a user may say about TLS. */
export interface TlsSettings {
  /** TLS also where the address does not begin with `tls://`. */
  readonly always: boolean;
  /** PEM files with the authorities to trust, in place of those of the machine. */
  readonly caFiles: readonly string[];
  /** PEM files of the certificate to show and of its key; both or none. */
  readonly clientCertFile?: string | undefined;
  readonly clientKeyFile?: string | undefined;
  /** The name the server's certificate must have. Default: the host of the address. */
  readonly serverName?: string | undefined;
  /** Goes on whoever the server may be. */
  readonly allowInsecure: boolean;
}

/** TLS with what the machine trusts, for a `tls://` address. */
export const defaultTlsSettings: TlsSettings = { always: false, caFiles: [], allowInsecure: false };

function clientPair({ clientCertFile, clientKeyFile }: TlsSettings) {
  if (clientCertFile === undefined || clientKeyFile === undefined) return {};
  const { cert, key } = readKeyPair(
    { path: clientCertFile, flag: '--tls-client-cert-file' },
    { path: clientKeyFile, flag: '--tls-client-key-file' },
  );
  return { cert, key };
}

function authorities(caFiles: readonly string[]): (string | Buffer)[] {
  if (caFiles.length > 0) {
    return caFiles.map((path) => readCertificates({ path, flag: '--tls-ca-cert-files' }, 'authority').pem);
  }
  return [...getCACertificates('default'), ...getCACertificates('system')];
}

/**
 * Reads the files. Throws UsageError naming the file and the mend when one cannot be read or used. The authorities are those of the
 * files alone when there are any, else those of Node and of the machine.
 */
export function readTlsContext(settings: TlsSettings): SecureContext {
  const files = { ca: authorities(settings.caFiles), ...clientPair(settings) };
  try {
    return createSecureContext(files);
  } catch (error) {
    throw new UsageError(`TLS cannot use the files given: ${error instanceof Error ? error.message : String(error)}`, {
      code: 'tls/file',
      hint: 'check --tls-ca-cert-files, --tls-client-cert-file and --tls-client-key-file',
      cause: error,
    });
  }
}

/** Returns the name the certificate must have: the one that was given, else the host of the address, `localhost` for a socket. */
export function wantedServerName({ serverName }: TlsSettings, target: Target): string {
  if (serverName !== undefined && serverName !== '') return serverName;
  const address = target.name.replace(/^(?:dns:(?:\/\/[^/]*\/)?|ipv4:|ipv6:)/, '');
  if (/^[a-z][a-z0-9+.-]*:(?!\d+$)/.test(address)) return 'localhost';
  const host = parseHostPort(address)?.host ?? address;
  return host === '' ? 'localhost' : host;
}
