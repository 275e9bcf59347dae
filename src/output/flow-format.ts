/** What every output format is: responses in, text out. */

import type { TimeText } from '../base/time/layouts.ts';
import type { Flow } from '../flow/flow.ts';
import type { LostEvent } from '../flow/lost-event.ts';
import type { GetFlowsResponse, NodeStatusEvent } from '../flow/messages.ts';
import type { Palette } from './columns/palette.ts';

/**
 * One output format. Each method returns whole lines with their newline, or nothing where the format prints nothing.
 * The text of `nodeStatus` belongs on stderr, everything else on stdout. A format is stateful: one per stream.
 */
export interface FlowFormat {
  /** `err` where the text of `lostEvents` belongs on stderr, as it has no place among the rows. */
  readonly lossStream?: 'err';
  flow(flow: Flow, response: GetFlowsResponse): string;
  lostEvents(lost: LostEvent, response: GetFlowsResponse): string;
  nodeStatus(status: NodeStatusEvent, response: GetFlowsResponse): string;
  /** Returns what is printed once the stream has ended. */
  end(ending: StreamEnding): string;
}

/** How a stream ended; one that is `broken` may have had nothing to say because nobody could be asked. */
export type StreamEnding = 'complete' | 'broken';

/** What the formats for people are made with; resolved from the printer's options. */
export interface TextStyle {
  readonly time: TimeText;
  readonly palette: Palette;
  /** Makes control characters of a whole text visible. */
  readonly escape: (text: string) => string;
  readonly ipTranslation: boolean;
  readonly nodeName: boolean;
  readonly policyNames: boolean;
}
