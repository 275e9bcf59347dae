/** `peer.Peer`: this server knows itself and nobody else. */

import type { handleServerStreamingCall, Server } from '@grpc/grpc-js';
import { aborted } from '../../base/abort.ts';
import type { ChangeNotification } from '../../flow/codec/message-types.ts';
import { peerMethods } from '../../flow/rpc-methods.ts';
import { messageMethod } from './method-definition.ts';
import { tlsOf, type OwnPeer } from './own-peer.ts';
import { serverMetadata } from './server-metadata.ts';
import type { StreamCalls } from './stream-call.ts';

/** `peer.ChangeNotificationType` PEER_ADDED. */
const peerAdded = 1;

/**
 * Registers the service. A caller of Notify is told of this node, and then of nothing more until it leaves.
 */
export function addPeer(server: Server, own: OwnPeer, streams: StreamCalls): void {
  const notify: handleServerStreamingCall<object, ChangeNotification> = (call) => {
    void streams.answer(call, async ({ signal, sendMetadata, write }) => {
      sendMetadata(serverMetadata());
      const tls = tlsOf(own);
      const known = { name: own.nodeName, address: own.address(), type: peerAdded };
      await write(tls === undefined ? known : { ...known, tls });
      await aborted(signal);
    });
  };
  server.addService({ notify: messageMethod(peerMethods.notify) }, { notify });
}
