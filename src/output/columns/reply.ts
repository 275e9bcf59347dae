/** Which way a packet went within its connection. */

import type { Flow } from '../../flow/flow.ts';

/** Returns `->` for a request, `<-` for a reply and `<>` where it is not known. */
export function replyArrow(flow: Flow): '->' | '<-' | '<>' {
  if (flow.is_reply === undefined) return '<>';
  return flow.is_reply ? '<-' : '->';
}
