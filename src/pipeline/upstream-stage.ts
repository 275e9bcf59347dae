/** Events that come ready made: lines of `hubble observe -o json` and the like. They pass as they are. */

import type { Logger } from '../base/logger.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import type { ParseResult } from '../parsers/parse-result.ts';

/** Hubble's own warning, word for word, so that what people search for is found. */
const unknownFieldWarning = 'unknown field detected, upgrade the Hubble CLI to get rid of this warning';

/** Takes ready-made events. */
export interface UpstreamStage {
  /** Returns the event of a parsed response: ids, names and times are the sender's. */
  take(result: Extract<ParseResult, { kind: 'response' }>): ObservedEvent;
}

/** Returns a stage that warns once about fields the schema does not know. */
export function createUpstreamStage(logger: Logger): UpstreamStage {
  let warned = false;
  return {
    take({ response, unknownFields }) {
      if (unknownFields && !warned) {
        warned = true;
        logger.warn(unknownFieldWarning);
      }
      return { response };
    },
  };
}
