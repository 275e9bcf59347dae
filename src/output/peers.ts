/** Changes among the peers of a server, as `hubble watch peers` prints them. */

import { enumName, type EnumTable } from '../flow/enum-table.ts';
import type { ChangeNotification } from '../flow/codec/message-types.ts';
import { createTerminalEscape } from './terminal-text.ts';

/** `peer.ChangeNotificationType`. */
const changeTypes: EnumTable = { UNKNOWN: 0, PEER_ADDED: 1, PEER_DELETED: 2, PEER_UPDATED: 3 };

const typeWidth = 12;
const escape = createTerminalEscape(false);

/** Returns one change as a line: `PEER_ADDED   ADDRESS NAME (TLS.ServerName: NAME)`. */
export function peerLine({ type, address = '', name = '', tls }: ChangeNotification): string {
  const serverName = tls === undefined ? '' : ` (TLS.ServerName: ${tls.server_name ?? ''})`;
  return escape(`${enumName(changeTypes, type).padEnd(typeWidth)} ${address} ${name}${serverName}\n`);
}
