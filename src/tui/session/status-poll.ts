/** Asking a server now and then what it says of itself. */

import type { GetNodesResponse, ServerStatusResponse } from '../../flow/messages.ts';
import type { ObservedStatus } from '../../flow/observed-status.ts';
import type { CallOptions, Observer } from '../../flow/observer.ts';
import { isAborted } from '../../base/abort.ts';
import type { SessionTiming } from './timing.ts';
import { isUnimplemented } from './unimplemented.ts';

/** How often in ms. */
const pollEveryMs = 5000;

/** Who hears of the answers. */
export interface StatusListener {
  serverStatus(status: ServerStatusResponse): void;
  nodes(nodes: GetNodesResponse): void;
  observedStatus(status: ObservedStatus): void;
  /** A question failed. */
  failed(): void;
  /** All questions of a round were answered, or failed. */
  asked(): void;
}

/** What is asked, and when. */
export interface StatusPollOptions {
  readonly observer: Pick<Observer, 'serverStatus' | 'getNodes' | 'observedStatus'>;
  readonly signal: AbortSignal;
  readonly timing: Pick<SessionTiming, 'sleep'>;
  /** False while it would be of no use to ask. */
  readonly isDue: () => boolean;
  readonly listener: StatusListener;
}

/** A poll that can be run. */
export interface StatusPoll {
  /** Asks at once and then every 5 s until the signal aborts. Never rejects. */
  run(): Promise<void>;
  /** Asks now; with a round under way it is that one. */
  round(): Promise<void>;
}

/** One of the questions. Resolves to false when the server has no answer to it, and never will. */
type Question = () => Promise<boolean>;

/** Returns the poll. One round at a time; a question that the server does not know is not asked again. */
export function createStatusPoll({ observer, signal, timing, isDue, listener }: StatusPollOptions): StatusPoll {
  const asked = new Set(questionsTo(observer, signal, listener));
  let running: Promise<void> | undefined;

  const ask = async (question: Question): Promise<void> => {
    try {
      if (!(await question())) asked.delete(question);
    } catch (error) {
      if (isUnimplemented(error)) asked.delete(question);
      else if (!isAborted(signal)) listener.failed();
    }
  };

  const askAll = async (): Promise<void> => {
    await Promise.all(Array.from(asked, ask));
    running = undefined;
    if (!isAborted(signal)) listener.asked();
  };

  const round = (): Promise<void> => (running ??= askAll());

  return {
    round,
    async run() {
      while (!isAborted(signal)) {
        if (isDue()) await round();
        await timing.sleep(pollEveryMs, signal);
      }
    },
  };
}

function questionsTo(
  observer: StatusPollOptions['observer'],
  signal: AbortSignal,
  listener: StatusListener,
): readonly Question[] {
  const question =
    <Answer>(ask: (call: CallOptions) => Promise<Answer | undefined>, tell: (answer: Answer) => void): Question =>
    async () => {
      const answer = await ask({ signal });
      if (answer !== undefined && !isAborted(signal)) tell(answer);
      return answer !== undefined;
    };
  return [
    question(
      (call) => observer.serverStatus(call),
      (status) => listener.serverStatus(status),
    ),
    question(
      (call) => observer.getNodes(call),
      (nodes) => listener.nodes(nodes),
    ),
    question(
      (call) => observer.observedStatus(call),
      (status) => listener.observedStatus(status),
    ),
  ];
}
