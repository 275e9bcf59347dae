/** What every answer of Hubble's services starts with. */

import { Metadata } from '@grpc/grpc-js';
import { hubbleApiVersion } from './defaults.ts';

/** Returns metadata with the release of Hubble whose interface is served: a stock client compares it with its own. */
export function serverMetadata(): Metadata {
  const metadata = new Metadata();
  metadata.set('hubble-server-version', hubbleApiVersion);
  return metadata;
}
