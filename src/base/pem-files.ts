/** Certificates and private keys in files, for both ends of TLS. What is wrong with a file is told with its name and the mend. */

import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from './errors.ts';

/** A file somebody named. */
export interface PemFile {
  readonly path: string;
  /** The flag it was named with, such as `--tls-cert-file`. */
  readonly flag: string;
}

/** Certificates as they stand in a file. */
export interface PemCertificates {
  readonly pem: Buffer;
  /** In the order of the file; at least one. In a chain the first is the owner's. */
  readonly certificates: readonly [X509Certificate, ...X509Certificate[]];
}

/** A certificate with its chain, and the key that belongs to it. */
export interface PemKeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly certificate: X509Certificate;
}

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const keyBlock = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;
const lockedKeyBlock = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

const readFailures: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'there is no such file',
};

function unusable(message: string, hint: string, cause?: unknown): UsageError {
  return new UsageError(message, { code: 'tls/file', hint, cause });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return readFailures[code] ?? (error instanceof Error ? error.message : String(error));
}

function read({ path, flag }: PemFile, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unusable(
      `cannot read the ${what} ${path}: ${reasonOf(error)}`,
      `check ${flag}, and that you may read the file`,
      error,
    );
  }
}

function certificatesIn(text: string): X509Certificate[] {
  return [...text.matchAll(certificateBlock)].map(([block]) => new X509Certificate(block));
}

/**
 * Returns the certificates in `file`. Throws UsageError naming the file when it cannot be read or holds none; `what` names it in the
 * message, such as `certificate`.
 */
export function readCertificates(file: PemFile, what: string): PemCertificates {
  const pem = read(file, what);
  const text = pem.toString('latin1');
  let found: X509Certificate[];
  try {
    found = certificatesIn(text);
  } catch (error) {
    throw unusable(
      `the ${what} ${file.path} is damaged: ${reasonOf(error)}`,
      `make it anew, or check ${file.flag}`,
      error,
    );
  }
  const [first, ...rest] = found;
  if (first !== undefined) return { pem, certificates: [first, ...rest] };
  const hint = keyBlock.test(text)
    ? `it holds a private key: are the files of ${file.flag} and its companion swapped?`
    : `${file.flag} takes PEM: text with a block BEGIN CERTIFICATE`;
  throw unusable(`the ${what} ${file.path} holds no certificate`, hint);
}

function readKey(file: PemFile): { readonly pem: Buffer; readonly key: KeyObject } {
  const pem = read(file, 'private key');
  const text = pem.toString('latin1');
  if (lockedKeyBlock.test(text)) {
    throw unusable(
      `the private key ${file.path} is locked with a passphrase`,
      `unlock it into a file that only you may read: openssl pkey -in ${file.path} -out FILE`,
    );
  }
  try {
    return { pem, key: createPrivateKey(pem) };
  } catch (error) {
    const hint = text.includes('BEGIN CERTIFICATE')
      ? `it holds a certificate: are the files of ${file.flag} and its companion swapped?`
      : `${file.flag} takes PEM: text with a block BEGIN PRIVATE KEY`;
    throw unusable(`${file.path} holds no private key`, hint, error);
  }
}

/**
 * Returns a certificate with its chain and its key. Throws UsageError naming the file when one cannot be read, is not what it should
 * be, or when the two do not belong together.
 */
export function readKeyPair(certFile: PemFile, keyFile: PemFile): PemKeyPair {
  const { pem: cert, certificates } = readCertificates(certFile, 'certificate');
  const { pem: key, key: keyObject } = readKey(keyFile);
  const [certificate] = certificates;
  if (certificate.checkPrivateKey(keyObject)) return { cert, key, certificate };
  throw unusable(
    `the private key ${keyFile.path} does not belong to the certificate ${certFile.path}`,
    'in a file with a chain the own certificate comes first; give the key it was made with',
  );
}
