/** FlowFilter.http_status_code, http_method, http_header. */

import type { FlowFilter } from '../../flow/flow-filter.ts';
import type { HTTPHeader } from '../../flow/l7.ts';
import { MonitorEventType } from '../../flow/monitor.ts';
import { filterError, type FieldCompiler } from '../predicate.ts';
import { quote } from '../../base/quote.ts';

/** Throws Hubble's UsageError when the filter asks for event types, and HTTP is none of them. */
export function requireL7(filter: FlowFilter, by: string): void {
  const types = filter.event_type ?? [];
  if (types.length === 0 || types.some(({ type }) => type === MonitorEventType.l7)) return;
  throw filterError(`filtering by http ${by} requires the event type filter to only match 'l7' events`);
}

function statusPrefix(text: string): string {
  if (/^(?:[1-5]\d\d|[1-5]\d?\+)$/.test(text)) return text.replace('+', '');
  throw filterError(`invalid http status code filter: invalid status code prefix: ${quote(text)}`);
}

/** Holds for an HTTP response whose code is one of these, or starts like one that ends in `+`. */
export const compileHttpStatus: FieldCompiler<string> = (values, filter) => {
  requireL7(filter, 'status code');
  const prefixes = values.map(statusPrefix);
  return (flow) => {
    const code = flow.l7?.http?.code ?? 0;
    return code !== 0 && prefixes.some((prefix) => String(code).padStart(3, '0').startsWith(prefix));
  };
};

/** Holds for HTTP with one of these methods, in any letter case. */
export const compileHttpMethod: FieldCompiler<string> = (values, filter) => {
  requireL7(filter, 'method');
  const methods = new Set(values.map((method) => method.toLowerCase()));
  return ({ l7 }) => {
    const method = l7?.http?.method ?? '';
    return method !== '' && methods.has(method.toLowerCase());
  };
};

function sameHeader(a: HTTPHeader, b: HTTPHeader): boolean {
  return (a.key ?? '') === (b.key ?? '') && (a.value ?? '') === (b.value ?? '');
}

/** Holds for HTTP with one of these headers, key and value exact. */
export const compileHttpHeader: FieldCompiler<HTTPHeader> = (values, filter) => {
  requireL7(filter, 'headers');
  return (flow) => (flow.l7?.http?.headers ?? []).some((header) => values.some((value) => sameHeader(value, header)));
};
