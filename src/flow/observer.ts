/** The one interface to flows: the gRPC client, the offline reader, a relay and the test doubles all implement it. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type {
  GetFlowsRequest,
  GetFlowsResponse,
  GetNamespacesResponse,
  GetNodesResponse,
  ServerStatusResponse,
} from './messages.ts';
import type { ObservedStatus } from './observed-status.ts';

/** The window of one retention class that an answer can cover. */
export interface CoveredWindow {
  readonly retentionClass: 'denied-audited' | 'other';
  /** Time of the oldest flow held; absent while the class is empty. */
  readonly since?: Timestamp;
  /** Flows of the class that were evicted so far. */
  readonly evicted: number;
}

/** What a server of ours says about its answer; everything is absent on another server. */
export interface AnswerHeader {
  readonly windows?: readonly CoveredWindow[];
  /** The drop action override that verdicts rest on where nothing was configured, such as `LogAndDrop`. */
  readonly assumedMode?: string;
  /** Flows of `Log` rules in the window: they carry no verdict. */
  readonly logRuleFlows?: number;
  /** Verdict-carrying flows (denied, audited) in the window. */
  readonly verdictFlows?: number;
  readonly serverVersion?: string;
}

/**
 * The answer to GetFlows. Iterating yields batches in the order of the stream; a batch is what was ready at once and is
 * never empty. Ending the iteration early cancels the call.
 */
export interface FlowAnswer extends AsyncIterable<readonly GetFlowsResponse[]> {
  /** Resolves when the answer has started; rejects as the iteration does when it could not. */
  readonly header: Promise<AnswerHeader>;
}

/** Options of a call. */
export interface CallOptions {
  /** Ends the call; the iteration then ends without an error. */
  readonly signal?: AbortSignal;
  /**
   * The caller comes back for the rest of a stream that breaks. A server of ours then sends cursors among the flows
   * (`cursorIn` tells them), and a stream that the other side cancelled is a ConnectError instead of an end.
   */
  readonly resumable?: boolean;
}

/**
 * An observer of flows. Methods reject with an AppError: ConnectError when nothing answers, RpcError when the server
 * rejects, InputError when a file cannot be read, UsageError for a filter that cannot be compiled.
 */
export interface Observer {
  getFlows(request: GetFlowsRequest, options?: CallOptions): FlowAnswer;
  serverStatus(options?: CallOptions): Promise<ServerStatusResponse>;
  getNodes(options?: CallOptions): Promise<GetNodesResponse>;
  getNamespaces(options?: CallOptions): Promise<GetNamespacesResponse>;
  /** The status only our own server has; undefined from another server. */
  observedStatus(options?: CallOptions): Promise<ObservedStatus | undefined>;
  close(): Promise<void>;
}
