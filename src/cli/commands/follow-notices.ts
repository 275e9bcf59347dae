/** What is said on stderr about a stream that is followed over breaks of the connection. */

import { escapeControl } from '../../base/escape.ts';
import type { TextSink } from '../../base/logger.ts';
import type { NodesState } from '../../client/resume/nodes-away.ts';
import type { FollowState } from '../../client/resume/states.ts';
import { groupedText } from '../../output/number-text.ts';

/** Whose stream it is, and what is said of it. */
export interface FollowNoticesOptions {
  readonly stderr: TextSink;
  /** The server as people call it. */
  readonly address: string;
  /** Leaves out what is about nodes, as `--silent-errors` asks. */
  readonly silentNodes: boolean;
}

function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function missedText(missed: number | undefined): string {
  if (missed === undefined || missed === 0) return '';
  return `, up to ${groupedText(BigInt(missed))} ${missed === 1 ? 'flow' : 'flows'} missed`;
}

function nodesText({ connected, total, away }: NodesState): string {
  return `${connected}/${total} nodes${away.length === 0 ? '' : `; away: ${away.join(', ')}`}`;
}

/** Returns the function that says each change of state in one line. */
export function createFollowNotices(options: FollowNoticesOptions): (state: FollowState) => void {
  const { stderr, address, silentNodes } = options;
  const say = (text: string): void => void stderr.write(`${escapeControl(text)}\n`);
  return (state) => {
    switch (state.kind) {
      case 'waiting':
        // One line for a break, however long it takes.
        return state.attempt === 1 ? say(`${state.error.message}; trying again`) : undefined;
      case 'resumed':
        return say(`reconnected to ${address} after ${secondsText(state.afterMs)}${missedText(state.missed)}`);
      default:
        state.kind satisfies 'nodes';
        if (!silentNodes) say(nodesText(state.nodes));
    }
  };
}
