/** The JSON of a flow, as it is copied and saved, broken into lines. */

import { messageToJson } from '../../flow/codec/json.ts';
import { UnprintableMessageError } from '../../flow/codec/json-errors.ts';
import type { Flow } from '../../flow/flow.ts';

/** Returns the JSON of a flow with two blanks a level; or why it has none, as the JSON mapping cannot say everything. */
export function flowJsonLines(flow: Flow): readonly string[] {
  try {
    return JSON.stringify(JSON.parse(messageToJson('flow.Flow', flow)), undefined, 2).split('\n');
  } catch (error) {
    if (error instanceof UnprintableMessageError) return [`this flow has no JSON: ${error.message}`];
    throw error;
  }
}
