/** The SUMMARY column. */

import { enumName } from '../../flow/enum-table.ts';
import { AuthType } from '../../flow/enums.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Palette } from './palette.ts';

function authText(authType: number, palette: Palette): string {
  const tone = authType === AuthType.TEST_ALWAYS_FAIL ? 'denied' : 'allowed';
  return `; Auth: ${palette(tone, enumName(AuthType, authType))}`;
}

/**
 * Returns the summary the server wrote (such as `TCP Flags: SYN`), after the IP trace id when there is one and before
 * the mutual authentication when there was any.
 */
export function summaryText(flow: Flow, palette: Palette): string {
  const traceId = flow.ip_trace_id?.trace_id ?? 0n;
  const authType = flow.auth_type ?? AuthType.DISABLED;
  const trace = traceId === 0n ? '' : `IP Trace ID: ${traceId}; `;
  return trace + (flow.Summary ?? '') + (authType === AuthType.DISABLED ? '' : authText(authType, palette));
}
