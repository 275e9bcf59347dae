/** Pieces of an answer, as they came, to standard output. */

import { decodedResponse } from '../../client/decoded-response.ts';
import { visitMessages } from '../../client/joined-frames.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import type { EncodedPrinter } from '../../output/encoded-printer.ts';
import type { StandardOutput } from '../standard-output.ts';
import type { AnswerNotices } from './answer-notices.ts';

/** What printing pieces needs. */
export interface PiecePrinting {
  readonly encodedPrinter: EncodedPrinter;
  readonly out: Pick<StandardOutput, 'writeBytes'>;
  /** While it watches, every flow is decoded for it. */
  readonly notices: Pick<AnswerNotices, 'isWatching'>;
  /** Prints a response that had to be decoded, to the same output. */
  readonly printResponse: (response: GetFlowsResponse) => void;
}

/**
 * Returns the function that prints the messages of a piece (see EncodedFlowAnswer) in their order: as they are, or decoded where that
 * is needed. It throws the RpcError of a message that cannot be decoded, after printing what came before.
 */
export function piecePrinter(printing: PiecePrinting): (piece: Uint8Array) => void {
  const { encodedPrinter, out, notices, printResponse } = printing;
  const handOn = (): void => {
    const text = encodedPrinter.take();
    if (text.length > 0) out.writeBytes(text);
  };
  return (piece) => {
    try {
      visitMessages(piece, (from, to) => {
        if (!notices.isWatching && encodedPrinter.print(piece, from, to)) return;
        handOn();
        printResponse(decodedResponse(piece.subarray(from, to)));
      });
    } finally {
      handOn();
    }
  };
}
