/** `observe watch peers`. */

import type { ExitCode } from '../../base/exit-codes.ts';
import { peerLine } from '../../output/peers.ts';
import type { Surroundings } from '../program.ts';
import { printStream } from './print-stream.ts';
import type { ServerValues } from './server-observer.ts';

/** Prints the peers the server knows, and then every change, until it is interrupted or the server ends. */
export async function runWatchPeers(server: ServerValues, surroundings: Surroundings): Promise<ExitCode> {
  return await printStream(
    server,
    {
      ask: (observer, signal) => observer.watchPeers({ signal }),
      printerTo: (out) => ({
        print(peer) {
          out.write(peerLine(peer));
        },
        end() {},
      }),
    },
    surroundings,
  );
}
