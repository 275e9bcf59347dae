/** Which of our types a message of the schema is: the names `encodeMessage` and its kin take. */

import type { AgentEvent, DebugEvent } from '../agent-event.ts';
import type { FlowExtension } from '../flow-extension.ts';
import type { FlowFilter } from '../flow-filter.ts';
import type { Flow } from '../flow.ts';
import type { LostEvent } from '../lost-event.ts';
import type {
  ExportEvent,
  GetAgentEventsRequest,
  GetAgentEventsResponse,
  GetDebugEventsRequest,
  GetDebugEventsResponse,
  GetFlowsRequest,
  GetFlowsResponse,
  GetNamespacesResponse,
  GetNodesResponse,
  Namespace,
  Node,
  NodeStatusEvent,
  ServerStatusResponse,
} from '../messages.ts';
import type { ModeStatus, ObservedStatus, SourceStatus, WindowStatus } from '../observed-status.ts';

/** A message without fields. */
export type EmptyMessage = Readonly<Record<string, never>>;

/** What a client of ours asks for in `GetFlowsRequest.extensions`. */
export interface FlowsRequestExtension {
  /** True asks for a FlowExtension on every flow. */
  readonly include_flow_extension?: boolean;
  /** Asks for what came after this place. */
  readonly resume_after?: StreamCursor;
}

/** A place between two rows of one run of a server: the rows appended before it, by kind. */
export interface StreamCursor {
  /** The run of the server; the numbers begin anew with every start. */
  readonly boot_id?: string;
  readonly denied_audited?: bigint;
  readonly other?: bigint;
  readonly notice?: bigint;
  /** In the first cursor of a resumed answer: flows after the place resumed from that are held no more. */
  readonly missed?: bigint;
}

/** A node that came, went or changed, of `peer.Peer/Notify`; `type` is a code of `peer.ChangeNotificationType`. */
export interface ChangeNotification {
  readonly name?: string;
  readonly address?: string;
  readonly type?: number;
  readonly tls?: { readonly server_name?: string };
}

/** Our type of each message, by full name. */
export interface MessageTypes {
  'flow.Flow': Flow;
  'flow.FlowFilter': FlowFilter;
  'flow.LostEvent': LostEvent;
  'flow.AgentEvent': AgentEvent;
  'flow.DebugEvent': DebugEvent;
  'relay.NodeStatusEvent': NodeStatusEvent;
  'observer.GetFlowsRequest': GetFlowsRequest;
  'observer.GetFlowsResponse': GetFlowsResponse;
  'observer.GetAgentEventsRequest': GetAgentEventsRequest;
  'observer.GetAgentEventsResponse': GetAgentEventsResponse;
  'observer.GetDebugEventsRequest': GetDebugEventsRequest;
  'observer.GetDebugEventsResponse': GetDebugEventsResponse;
  'observer.GetNodesRequest': EmptyMessage;
  'observer.GetNodesResponse': GetNodesResponse;
  'observer.Node': Node;
  'observer.GetNamespacesRequest': EmptyMessage;
  'observer.GetNamespacesResponse': GetNamespacesResponse;
  'observer.Namespace': Namespace;
  'observer.ServerStatusRequest': EmptyMessage;
  'observer.ServerStatusResponse': ServerStatusResponse;
  'observer.ExportEvent': ExportEvent;
  'peer.NotifyRequest': EmptyMessage;
  'peer.ChangeNotification': ChangeNotification;
  'observed.v1.FlowExtension': FlowExtension;
  'observed.v1.FlowsRequestExtension': FlowsRequestExtension;
  'observed.v1.StreamCursor': StreamCursor;
  'observed.v1.GetStatusRequest': EmptyMessage;
  'observed.v1.GetStatusResponse': ObservedStatus;
  'observed.v1.SourceStatus': SourceStatus;
  'observed.v1.ModeStatus': ModeStatus;
  'observed.v1.WindowStatus': WindowStatus;
}

/** A full message name the codec takes. */
export type MessageName = keyof MessageTypes;
