/** TLS of the server: its credentials, kept up with the files. */

import type { ServerCredentials } from '@grpc/grpc-js';
import type { X509Certificate } from 'node:crypto';
import { certificateNames, instantText, validToMs } from '../../base/certificate-text.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { timestampToMs } from '../../base/time/timestamp.ts';
import { TlsServerCredentials } from './tls-credentials.ts';
import { readTlsFiles, type TlsFiles, type TlsMaterial } from './tls-files.ts';

/** What the upkeep needs. */
export interface ServerTlsOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Milliseconds between two looks at the files. */
  readonly checkMs: number;
}

/** TLS that is ready to be served. */
export interface ServerTls {
  readonly credentials: ServerCredentials;
  /** Returns the first name of the certificate now in use, undefined when it has none. */
  serverName(): string | undefined;
  /** Stops looking at the files. */
  close(): void;
}

/** Looks at the files again and again. */
class TlsUpkeep {
  #material: TlsMaterial;
  #fault: string | undefined;
  #toldFault: string | undefined;
  #toldExpiry: string | undefined;
  readonly #files: TlsFiles;
  readonly #options: ServerTlsOptions;
  readonly credentials: TlsServerCredentials;

  constructor(files: TlsFiles, options: ServerTlsOptions) {
    this.#files = files;
    this.#options = options;
    this.#material = readTlsFiles(files);
    this.credentials = new TlsServerCredentials(this.#material, files.clientCaFiles.length > 0);
    this.#warnOfExpiry();
  }

  get certificate(): X509Certificate {
    return this.#material.certificate;
  }

  look(): void {
    try {
      this.#take(readTlsFiles(this.#files));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#keepOld(error);
    }
    this.#warnOfExpiry();
  }

  #take(material: TlsMaterial): void {
    this.#fault = undefined;
    this.#toldFault = undefined;
    if (material.fingerprint === this.#material.fingerprint) return;
    this.#material = material;
    this.credentials.replace(material);
    const names = certificateNames(material.certificate).join(', ') || 'no name';
    const until = instantText(validToMs(material.certificate));
    this.#options.logger.info(
      `TLS files changed: new connections get the certificate for ${names}, valid until ${until}`,
    );
  }

  // Between the two files of a pair being written they do not belong together: only what lasts is worth a word.
  #keepOld({ message, hint }: AppError): void {
    const lasting = this.#fault === message;
    this.#fault = message;
    if (!lasting || this.#toldFault === message) return;
    this.#toldFault = message;
    this.#options.logger.warn(`TLS goes on with the files as they were: ${message}; ${hint ?? ''}`);
  }

  #warnOfExpiry(): void {
    const { certificate, fingerprint } = this.#material;
    const end = validToMs(certificate);
    if (this.#toldExpiry === fingerprint || timestampToMs(this.#options.clock.now()) <= end) return;
    this.#toldExpiry = fingerprint;
    this.#options.logger.warn(
      `the certificate ${this.#files.certFile} expired on ${instantText(end)}; clients refuse it until it is replaced`,
    );
  }
}

/**
 * Reads the files and looks at them again every `checkMs` until `close`. A change is used for new connections; files that cannot be
 * used are told once, and the old ones go on. Throws UsageError as `readTlsFiles` does.
 */
export function openServerTls(files: TlsFiles, options: ServerTlsOptions): ServerTls {
  const upkeep = new TlsUpkeep(files, options);
  // Reading is more dependable than being told: a mounted Kubernetes secret changes by a link that moves.
  const timer = setInterval(() => upkeep.look(), options.checkMs);
  timer.unref();
  return {
    credentials: upkeep.credentials,
    serverName: () => certificateNames(upkeep.certificate)[0],
    close: () => clearInterval(timer),
  };
}
