/** Keys about the flow itself: what was decided, what it carried, where it was seen. */

import { DropReason } from '../../flow/drop-reason.ts';
import { MonitorEventType, TraceSubType } from '../../flow/monitor.ts';
import { protocolNames } from '../fields/protocol.ts';
import { tcpFlagNames } from '../fields/tcp-flags.ts';
import { directionWords } from '../filter-values.ts';
import { barKey, type BarKey } from './bar-key.ts';
import { nearestName } from './nearest-name.ts';
import { policyExpression } from './text-cel.ts';
import { byCel, byFlag, matching, noValue, type FieldFlagName, type ValueReading } from './value-reading.ts';

/** Words of `verdict:` and the verdicts of the schema they stand for. */
export const verdictsByWord: ReadonlyMap<string, readonly string[]> = new Map([
  ['audited', ['AUDIT']],
  ['denied', ['DROPPED']],
  ['allowed', ['FORWARDED', 'REDIRECTED']],
  ['dropped', ['DROPPED']],
  ['forwarded', ['FORWARDED']],
  ['redirected', ['REDIRECTED']],
  ['error', ['ERROR']],
  ['traced', ['TRACED']],
  ['translated', ['TRANSLATED']],
  ['unknown', ['VERDICT_UNKNOWN']],
]);

// Spellings of the schema that are not offered.
const otherVerdicts: ReadonlyMap<string, readonly string[]> = new Map([
  ['audit', ['AUDIT']],
  ['verdict_unknown', ['VERDICT_UNKNOWN']],
]);

const reasonNames = Object.keys(DropReason);
const eventTypes = [
  ...Object.keys(MonitorEventType),
  ...Object.keys(TraceSubType).map((subType) => `trace:${subType}`),
];

function noneOf(value: string, what: string, words: readonly string[]): ValueReading {
  const nearest = nearestName(value, words);
  return noValue(
    `"${value}" is no ${what}`,
    nearest === undefined ? `one of ${words.join(', ')}` : `did you mean ${nearest}?`,
  );
}

function readVerdict(value: string): ValueReading {
  const word = value.toLowerCase();
  const names = verdictsByWord.get(word) ?? otherVerdicts.get(word);
  return names === undefined ? noneOf(value, 'verdict', [...verdictsByWord.keys()]) : byFlag('verdict', names);
}

function readProtocol(value: string): ValueReading {
  const word = value.toLowerCase();
  return protocolNames.includes(word) ? byFlag('protocol', [word]) : noneOf(value, 'protocol', protocolNames);
}

function readDirection(value: string): ValueReading {
  const word = value.toLowerCase();
  return directionWords.includes(word)
    ? byFlag('traffic-direction', [word])
    : noneOf(value, 'direction', directionWords);
}

function readReason(value: string): ValueReading {
  const word = value.toUpperCase();
  const nearest = nearestName(word, reasonNames);
  const hint = nearest === undefined ? 'write one such as POLICY_DENIED' : `did you mean ${nearest}?`;
  return reasonNames.includes(word)
    ? byFlag('drop-reason-desc', [word])
    : noValue(`"${value}" is no drop reason`, hint);
}

function readEventType(value: string): ValueReading {
  const reading = byFlag('type', [value.toLowerCase()]);
  return reading.ok ? reading : noneOf(value, 'event type', eventTypes);
}

function readTcpFlags(value: string): ValueReading {
  const reading = byFlag('tcp-flags', [value.replaceAll('+', ',')]);
  return reading.ok ? reading : noneOf(value, 'TCP flag', tcpFlagNames);
}

const yes = new Set(['yes', 'true']);
const no = new Set(['no', 'false']);

function readAnswer(value: string, filters: (answer: boolean) => ValueReading): ValueReading {
  const word = value.toLowerCase();
  if (!yes.has(word) && !no.has(word)) return noneOf(value, 'answer', ['yes', 'no']);
  return filters(yes.has(word));
}

function readIpVersion(value: string): ValueReading {
  if (!/^(?:(?:ip)?v?[46]|none)$/i.test(value)) return noneOf(value, 'IP version', ['4', '6', 'none']);
  return byFlag('ip-version', [value]);
}

function flagReader(flag: FieldFlagName, hint: string): (value: string) => ValueReading {
  return (value) => byFlag(flag, [value], hint);
}

const answers = (): readonly string[] => ['yes', 'no'];

/** Keys about the flow, in the order they are explained. */
export const keysOfFlows: readonly BarKey[] = [
  barKey({
    name: 'verdict',
    placeholder: 'VERDICT',
    meaning: 'Flows with this verdict',
    example: 'verdict:audited,denied',
    suggest: () => [...verdictsByWord.keys()],
    read: readVerdict,
  }),
  barKey({
    name: 'proto',
    aliases: ['protocol'],
    placeholder: 'PROTOCOL',
    meaning: 'Flows of this protocol',
    example: 'proto:tcp',
    suggest: () => protocolNames,
    read: readProtocol,
  }),
  barKey({
    name: 'dir',
    aliases: ['direction', 'traffic-direction'],
    placeholder: 'DIRECTION',
    meaning: 'Flows in this direction, as the endpoint whose policy decided sees it',
    example: 'dir:ingress',
    suggest: () => directionWords,
    read: readDirection,
  }),
  barKey({
    name: 'policy',
    placeholder: '[NAMESPACE/]NAME',
    meaning: 'Flows a policy of this name allowed or denied; none for those no policy decided; * stands for any part',
    example: 'policy:db-allow-backend',
    suggest: ({ policies }) => ['none', ...policies],
    read: (value) => byCel(policyExpression(value)),
  }),
  barKey({
    name: 'reason',
    aliases: ['drop-reason', 'drop-reason-desc'],
    placeholder: 'REASON',
    meaning: 'Dropped flows with this reason',
    example: 'reason:POLICY_DENIED',
    suggest: () => reasonNames,
    read: readReason,
  }),
  barKey({
    name: 'type',
    placeholder: 'TYPE[:SUBTYPE]',
    meaning: 'Flows of this event type, by name or number',
    example: 'type:policy-verdict',
    suggest: () => eventTypes,
    read: readEventType,
  }),
  barKey({
    name: 'flags',
    aliases: ['tcp-flags'],
    placeholder: 'FLAG[+FLAG]',
    meaning: 'Flows with all of these TCP flags set',
    example: 'flags:SYN+ACK',
    suggest: () => tcpFlagNames,
    read: readTcpFlags,
  }),
  barKey({
    name: 'reply',
    placeholder: 'yes|no',
    meaning: 'Flows that answer, or flows of the side that opened the connection',
    example: 'reply:no',
    suggest: answers,
    read: (value) => readAnswer(value, (answer) => matching({ reply: [answer] })),
  }),
  barKey({
    name: 'node',
    aliases: ['node-name'],
    placeholder: '[CLUSTER/]NODE',
    meaning: 'Flows seen on this node; * stands for any part of a name',
    example: 'node:worker-*',
    suggest: ({ nodes }) => nodes,
    read: flagReader('node-name', ''),
  }),
  barKey({
    name: 'node-label',
    placeholder: 'SELECTOR',
    meaning: 'Flows seen on nodes with these labels; commas mean and',
    example: 'node-label:zone=a',
    isList: false,
    read: flagReader('node-label', ''),
  }),
  barKey({
    name: 'iface',
    aliases: ['interface'],
    placeholder: 'NAME',
    meaning: 'Flows seen on this network interface',
    example: 'iface:eth0',
    read: flagReader('interface', ''),
  }),
  barKey({
    name: 'ipv',
    aliases: ['ip-version'],
    placeholder: 'VERSION',
    meaning: 'Flows of this IP version, or none for flows without IP',
    example: 'ipv:6',
    suggest: () => ['4', '6', 'none'],
    read: readIpVersion,
  }),
  barKey({
    name: 'snat-ip',
    placeholder: 'ADDRESS|NETWORK',
    meaning: 'Flows whose source was translated to this address or network',
    example: 'snat-ip:192.0.2.1',
    suggest: ({ addresses }) => addresses,
    read: flagReader('snat-ip', ''),
  }),
  barKey({
    name: 'encrypted',
    placeholder: 'yes|no',
    meaning: 'Encrypted flows, or those that are not',
    example: 'encrypted:no',
    suggest: answers,
    read: (value) => readAnswer(value, (answer) => byFlag(answer ? 'encrypted' : 'unencrypted', [''])),
  }),
  barKey({
    name: 'dns',
    aliases: ['dns.query'],
    placeholder: 'REGEXP',
    meaning: 'DNS whose query this regular expression (RE2) matches anywhere',
    example: 'dns:example\\.com',
    isList: false,
    read: (value) => matching({ dns_query: [value] }),
  }),
  barKey({
    name: 'http.status',
    aliases: ['http-status'],
    placeholder: 'CODE',
    meaning: 'HTTP responses with this status: 404, or 5+ for all that start with 5',
    example: 'http.status:5+',
    read: flagReader('http-status', ''),
  }),
  barKey({
    name: 'http.method',
    aliases: ['http-method'],
    placeholder: 'METHOD',
    meaning: 'HTTP with this method',
    example: 'http.method:POST',
    suggest: () => ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
    read: flagReader('http-method', ''),
  }),
  barKey({
    name: 'http.path',
    aliases: ['http-path'],
    placeholder: 'REGEXP',
    meaning: 'HTTP whose path, decoded, this regular expression (RE2) matches anywhere',
    example: 'http.path:^/api/',
    isList: false,
    read: flagReader('http-path', ''),
  }),
  barKey({
    name: 'http.url',
    aliases: ['http-url'],
    placeholder: 'REGEXP',
    meaning: 'HTTP whose URL, as recorded, this regular expression (RE2) matches anywhere',
    example: 'http.url:shop',
    isList: false,
    read: flagReader('http-url', ''),
  }),
  barKey({
    name: 'http.header',
    aliases: ['http-header'],
    placeholder: 'KEY:VALUE',
    meaning: 'HTTP with this header',
    example: 'http.header:Host:shop',
    isList: false,
    read: flagReader('http-header', 'write it as KEY:VALUE'),
  }),
  barKey({
    name: 'uuid',
    placeholder: 'UUID',
    meaning: 'The flow with this id',
    example: 'uuid:5f0c1f6e-0d1b-4a56-8d5f-1f2f3a4b5c6d',
    read: flagReader('uuid', ''),
  }),
  barKey({
    name: 'trace-id',
    placeholder: 'ID',
    meaning: 'Flows with this trace id',
    example: 'trace-id:4bf92f3577b34da6a3ce929d0e0e4736',
    read: flagReader('trace-id', ''),
  }),
  barKey({
    name: 'ip-trace-id',
    placeholder: 'N',
    meaning: 'Flows with this IP trace id',
    example: 'ip-trace-id:7',
    read: flagReader('ip-trace-id', 'a number above 0'),
  }),
];
