/** What a flow says of DNS, HTTP or Kafka. */

import { formatDuration } from '../../base/time/duration.ts';
import { enumName } from '../../flow/enum-table.ts';
import { L7FlowType } from '../../flow/enums.ts';
import type { DNS, HTTP, Kafka, Layer7 } from '../../flow/l7.ts';
import { fact, joined, type DetailPart } from './detail-part.ts';

/** Response codes of DNS that people meet, by RFC 1035 and 2136. */
const responseCodes: ReadonlyMap<number, string> = new Map([
  [1, 'FORMERR'],
  [2, 'SERVFAIL'],
  [3, 'NXDOMAIN'],
  [4, 'NOTIMP'],
  [5, 'REFUSED'],
]);

function responseCode(code: number | undefined): string | undefined {
  if (code === undefined || code === 0) return undefined;
  const name = responseCodes.get(code);
  return name === undefined ? `response code ${code}` : `${name} (${code})`;
}

function dnsParts(dns: DNS, kind: string): readonly DetailPart[] {
  return [
    ...fact(
      'DNS',
      joined([
        kind,
        (dns.qtypes ?? []).join(' '),
        dns.query,
        responseCode(dns.rcode),
        named('seen by', dns.observation_source),
      ]),
    ),
    ...fact(
      'answer',
      joined([
        (dns.ips ?? []).join(' '),
        named('CNAME', (dns.cnames ?? []).join(' ')),
        (dns.rrtypes ?? []).join(' '),
        dns.ttl === undefined ? undefined : `TTL ${dns.ttl} s`,
      ]),
    ),
  ];
}

function named(word: string, text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : `${word} ${text}`;
}

function httpParts(http: HTTP, kind: string): readonly DetailPart[] {
  return [
    ...fact(
      'HTTP',
      joined([
        kind,
        http.code === undefined || http.code === 0 ? undefined : String(http.code),
        [http.method, http.url].filter((part) => part !== undefined && part !== '').join(' '),
        http.protocol,
      ]),
    ),
    ...(http.headers ?? []).flatMap(({ key = '', value = '' }) => fact('', `${key}: ${value}`)),
  ];
}

function kafkaParts(kafka: Kafka, kind: string): readonly DetailPart[] {
  return fact(
    'Kafka',
    joined([
      kind,
      kafka.api_key,
      named('topic', kafka.topic),
      kafka.api_version === undefined ? undefined : `version ${kafka.api_version}`,
      kafka.correlation_id === undefined ? undefined : `correlation ${kafka.correlation_id}`,
      kafka.error_code === undefined || kafka.error_code === 0 ? undefined : `error ${kafka.error_code}`,
    ]),
  );
}

function recordParts(l7: Layer7, kind: string): readonly DetailPart[] {
  if (l7.dns !== undefined) return dnsParts(l7.dns, kind);
  if (l7.http !== undefined) return httpParts(l7.http, kind);
  return l7.kafka === undefined ? fact('L7', kind) : kafkaParts(l7.kafka, kind);
}

/** Returns the parts about the application layer; none for a flow without one. */
export function applicationParts(l7: Layer7 | undefined): readonly DetailPart[] {
  if (l7 === undefined) return [];
  const kind = enumName(L7FlowType, l7.type).toLowerCase();
  const latency = l7.latency_ns ?? 0n;
  return [
    { kind: 'space' },
    ...recordParts(l7, kind),
    ...fact('took', latency === 0n ? undefined : formatDuration(latency)),
  ];
}
