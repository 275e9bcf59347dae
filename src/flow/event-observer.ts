/**
 * What a Hubble server tells besides flows: events of its agents, messages of the datapath, its peers. Apart from Observer, because
 * only a server has them: a file of flows does not.
 */

import type { ChangeNotification } from './codec/message-types.ts';
import type {
  GetAgentEventsRequest,
  GetAgentEventsResponse,
  GetDebugEventsRequest,
  GetDebugEventsResponse,
} from './messages.ts';
import type { CallOptions } from './observer.ts';

/**
 * An answer of several messages. Iterating yields batches in the order of the stream; a batch is what was ready at once and is
 * never empty. Ending the iteration early cancels the call; when the signal of the call aborts, it ends without an error.
 */
export type MessageAnswer<Message> = AsyncIterable<readonly Message[]>;

/** An observer of events. The iterations throw ConnectError when nothing answers and RpcError when the server rejects. */
export interface EventObserver {
  getAgentEvents(request: GetAgentEventsRequest, options?: CallOptions): MessageAnswer<GetAgentEventsResponse>;
  getDebugEvents(request: GetDebugEventsRequest, options?: CallOptions): MessageAnswer<GetDebugEventsResponse>;
  /** The nodes the server knows, and then every change, for as long as the call goes on. */
  watchPeers(options?: CallOptions): MessageAnswer<ChangeNotification>;
}
