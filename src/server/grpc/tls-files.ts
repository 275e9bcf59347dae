/** The files TLS is served with. */

import { createHash, type X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { UsageError } from '../../base/errors.ts';
import { readCertificates, readKeyPair } from '../../base/pem-files.ts';
import type { TlsVersion } from './tls-versions.ts';

/** What to serve TLS with. */
export interface TlsFiles {
  /** PEM: the server's certificate, its chain behind it. */
  readonly certFile: string;
  /** PEM: the key of the certificate, without a passphrase. */
  readonly keyFile: string;
  /** PEM: authorities of client certificates. Where there is one, every client must show a certificate (mutual TLS). */
  readonly clientCaFiles: readonly string[];
  readonly minVersion: TlsVersion;
}

/** What the files hold. */
export interface TlsMaterial {
  readonly context: SecureContextOptions;
  /** The server's own certificate. */
  readonly certificate: X509Certificate;
  /** Equal for equal contents. */
  readonly fingerprint: string;
}

function digest(parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  // The lengths keep two files apart whose ends and beginnings moved.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/**
 * Reads the files. Throws UsageError naming the file and the mend when one cannot be read, is not what it should be, or when
 * certificate and key do not belong together.
 */
export function readTlsFiles({ certFile, keyFile, clientCaFiles, minVersion }: TlsFiles): TlsMaterial {
  const pair = readKeyPair({ path: certFile, flag: '--tls-cert-file' }, { path: keyFile, flag: '--tls-key-file' });
  const { cert, key, certificate } = pair;
  const ca = clientCaFiles.map(
    (path) => readCertificates({ path, flag: '--tls-client-ca-files' }, 'client authority').pem,
  );
  const context: SecureContextOptions = {
    cert,
    key,
    minVersion: `TLSv${minVersion}`,
    ...(ca.length > 0 ? { ca } : {}),
  };
  try {
    createSecureContext(context);
  } catch (error) {
    throw new UsageError(`TLS cannot use ${certFile}: ${error instanceof Error ? error.message : String(error)}`, {
      code: 'tls/file',
      hint: 'make the certificate anew with a key of today, such as EC P-256 or RSA with 2048 bits',
      cause: error,
    });
  }
  return { context, certificate, fingerprint: digest([cert, key, ...ca]) };
}
