/** The streams of flows over one origin: one at a time, each the answer to the question asked last. */

import { ConnectError } from '../../base/errors.ts';
import type { AnswerHeader, FlowAnswer, Observer } from '../../flow/observer.ts';
import type { SessionFault } from '../state/readers.ts';
import { createAnswerNotices, type AnswerNotices } from './answer-notices.ts';
import { faultOf } from './fault.ts';
import type { Intake } from './intake.ts';
import { questionFor, type Question, type QuestionContext, type SessionQuery } from './question.ts';
import type { SessionView } from './session-view.ts';
import type { TaskGroup } from './task-group.ts';
import { isAborted } from '../../base/abort.ts';
import type { SessionTiming } from './timing.ts';

/** How often in ms a stream that has not begun is looked at. */
const quietMs = 250;

/** How long in ms a server may say nothing of an answer and is still waited for: Hubble's says nothing before the first flow. */
const silentMs = 2000;

/** What the streams work with. */
export interface FlowRunsOptions {
  readonly observer: Pick<Observer, 'getFlows' | 'observedStatus'>;
  readonly context: QuestionContext;
  readonly intake: Intake;
  readonly view: SessionView;
  readonly timing: SessionTiming;
  readonly tasks: TaskGroup;
  /** Ends all of them. */
  readonly signal: AbortSignal;
  readonly onChange: () => void;
  /** Called when filters are refused. */
  readonly onFault: (fault: SessionFault) => void;
}

/** A question that was found good. */
type Asked = Extract<Question, { ok: true }>;

/** One stream: from asking until it ended, failed, or another was asked for. */
interface Run {
  readonly question: Asked;
  readonly signal: AbortSignal;
  readonly notices: AnswerNotices;
  hasHeader: boolean;
  /** Its answer has begun: it is what is shown. */
  hasBegun: boolean;
}

/** Asks, and shows what is answered. */
export class FlowRuns {
  readonly #options: FlowRunsOptions;
  /** Numbers the questions: only the newest goes on. */
  #asked = 0;
  /** Ends the running stream. */
  #stop = new AbortController();
  #run: Run | undefined;
  /** The last question whose answer began. */
  #answered: Asked | undefined;

  constructor(options: FlowRunsOptions) {
    this.#options = options;
  }

  /** True when what was asked for last is what is shown. */
  get hasBegun(): boolean {
    return this.#run?.hasBegun === true;
  }

  /** Asks for something else. What is shown stays until the answer has begun; for good, when it is refused. */
  ask(query: SessionQuery): void {
    const { tasks, context, signal, view } = this.#options;
    this.#asked += 1;
    const number = this.#asked;
    tasks.start(async () => {
      const question = await questionFor(query, context).catch(refused);
      if (number !== this.#asked || isAborted(signal)) return;
      if (!question.ok) return this.#refuse(question.fault);
      view.fault = undefined;
      await this.#stream(question);
    });
  }

  /** Says why filters are not in force. Without others that are, there is nothing to show. */
  #refuse(fault: SessionFault): void {
    const { view, onFault, onChange } = this.#options;
    view.fault = fault;
    if (this.#run === undefined) view.stage = { kind: 'failed', ...fault };
    onFault(fault);
    onChange();
  }

  #fail(fault: SessionFault): void {
    this.#options.view.stage = { kind: 'failed', ...fault };
    this.#options.onChange();
  }

  async #stream(question: Asked): Promise<void> {
    const { observer, view, signal: ending, onChange } = this.#options;
    this.#stop.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const signal = AbortSignal.any([ending, stop.signal]);
    const run: Run = {
      question,
      signal,
      notices: createAnswerNotices(question.request),
      hasHeader: false,
      hasBegun: false,
    };
    this.#run = run;
    if (view.stage.kind === 'reconnecting' || view.stage.kind === 'failed') view.stage = { kind: 'connecting' };
    onChange();
    try {
      await this.#takeIn(observer.getFlows(question.request, { signal }), run);
    } catch (error) {
      if (!isAborted(signal)) this.#lose(run, error);
    } finally {
      stop.abort();
    }
  }

  async #takeIn(answer: FlowAnswer, run: Run): Promise<void> {
    // The iteration throws what the header does.
    void answer.header.then(
      (header) => this.#noteHeader(header, run),
      () => undefined,
    );
    this.#options.tasks.start(() => this.#beginWhenQuiet(run));
    for await (const batch of answer) {
      if (isAborted(run.signal)) return;
      this.#begin(run);
      await this.#options.intake.take(batch, run.signal);
    }
    if (isAborted(run.signal)) return;
    this.#begin(run);
    await this.#noteRecords(run);
    if (isAborted(run.signal)) return;
    this.#options.view.stage = { kind: 'ended' };
    this.#options.onChange();
  }

  /** Nobody polls a file; what became of its records is known at its end. */
  async #noteRecords({ notices, signal }: Run): Promise<void> {
    const { context, observer } = this.#options;
    if (context.origin.kind !== 'file') return;
    notices.read((await observer.observedStatus({ signal }))?.sources ?? []);
  }

  #noteHeader(header: AnswerHeader, run: Run): void {
    if (isAborted(run.signal)) return;
    run.hasHeader = true;
    this.#options.view.takeHeader(header, run.notices);
    this.#options.onChange();
  }

  /** An answer without a flow begins, too: once the server has taken the question. While it is away, nothing begins. */
  async #beginWhenQuiet(run: Run): Promise<void> {
    const { timing, view, onChange } = this.#options;
    for (let waitedMs = quietMs; !run.hasBegun; waitedMs += quietMs) {
      await timing.sleep(quietMs, run.signal);
      if (isAborted(run.signal) || run.hasBegun) return;
      if (view.stage.kind === 'reconnecting' || (!run.hasHeader && waitedMs < silentMs)) continue;
      this.#begin(run);
      onChange();
    }
  }

  /** Makes the answer what is shown, in place of the one before. */
  #begin(run: Run): void {
    if (run.hasBegun) return;
    run.hasBegun = true;
    const { view } = this.#options;
    this.#answered = run.question;
    this.#options.intake.restart();
    view.answerNotices = run.notices;
    view.stage = run.question.isReplay ? { kind: 'replay' } : { kind: 'live' };
  }

  /** A question that the server rejects leaves the one before in force; without one, and with the connection gone, all is over. */
  #lose(run: Run, error: unknown): void {
    const fault = faultOf(error);
    const before = this.#answered;
    const isRejected = !run.hasBegun && !(error instanceof ConnectError);
    if (!isRejected || before === undefined || before === run.question) return this.#fail(fault);
    this.#refuse(fault);
    this.#options.tasks.start(() => this.#stream(before));
  }
}

function refused(error: unknown): Question {
  return { ok: false, fault: faultOf(error) };
}
