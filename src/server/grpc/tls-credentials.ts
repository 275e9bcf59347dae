/** Server credentials of grpc-js whose files can change while connections are open. */

import { ServerCredentials } from '@grpc/grpc-js';
import type { TlsMaterial } from './tls-files.ts';

/**
 * TLS, mutual where `clientCertificates` is set: then whoever shows no certificate of the authorities is turned away in the
 * handshake. grpc-js has no way of its own to name the least version of TLS together with certificates that change, but its
 * credentials are made to be derived from: every listener watches them for new ones.
 */
export class TlsServerCredentials extends ServerCredentials {
  constructor({ context }: TlsMaterial, clientCertificates: boolean) {
    super({ requestCert: clientCertificates, rejectUnauthorized: clientCertificates }, context);
  }

  /** Takes other files for the handshakes from now on. Connections that are open stay as they are. */
  replace({ context }: TlsMaterial): void {
    this.updateSecureContextOptions(context);
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}
