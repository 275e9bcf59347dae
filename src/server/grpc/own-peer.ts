/** This server as its clients reach it. */

/** What is told of it. */
export interface OwnPeer {
  /** `<cluster>/<node>`. */
  readonly nodeName: string;
  /** The address clients can use, once the server listens. */
  readonly address: () => string;
  /** The name to ask for in TLS; undefined without TLS. */
  readonly tlsServerName: () => string | undefined;
}

/** Returns the name to ask for in TLS in the schema's words; undefined without TLS. */
export function tlsOf(own: OwnPeer): { readonly server_name: string } | undefined {
  const name = own.tlsServerName();
  return name === undefined ? undefined : { server_name: name };
}
