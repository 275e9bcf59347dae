/** The record behind a flow: its line, the devices and what the headers said. */

import type { EmbeddedPacket, FlowExtension } from '../../flow/flow-extension.ts';
import type { Flow } from '../../flow/flow.ts';
import type { TCPFlags } from '../../flow/l4.ts';
import { flowTypeText } from '../../output/columns/type.ts';
import { plainPalette } from '../../output/columns/palette.ts';
import { summaryText } from '../../output/columns/summary.ts';
import type { SeenFlow } from '../state/timeline-entry.ts';
import { fact, joined, type DetailPart } from './detail-part.ts';
import { addressText } from './ends.ts';

/** Returns the TCP flags that are set, such as `SYN ACK`. */
export function flagsText(flags: TCPFlags | undefined): string {
  return Object.entries(flags ?? {})
    .filter(([, isSet]) => isSet)
    .map(([name]) => name)
    .join(' ');
}

function device(name: string | undefined, physical: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  return physical === undefined || physical === '' ? name : `${name} (${physical})`;
}

function devicesText(extension: FlowExtension, arrow: string): string | undefined {
  const into = device(extension.in_interface, extension.physical_in_interface);
  const out = device(extension.out_interface, extension.physical_out_interface);
  if (into === undefined) return out === undefined ? undefined : `OUT ${out}`;
  return out === undefined ? `IN ${into}` : `IN ${into} ${arrow} OUT ${out}`;
}

function named(word: string, value: string | number | undefined): string | undefined {
  return value === undefined || value === '' || value === 0 ? undefined : `${word} ${value}`;
}

function fragmentText({
  fragment_offset: offset = 0,
  more_fragments: isMore = false,
}: FlowExtension): string | undefined {
  if (offset === 0 && !isMore) return undefined;
  return `fragment at ${offset}${isMore ? ', more to come' : ''}`;
}

function embeddedText(embedded: EmbeddedPacket, arrow: string): string {
  const source = addressText(embedded.source ?? '', embedded.source_port ?? 0);
  const destination = addressText(embedded.destination ?? '', embedded.destination_port ?? 0);
  const protocol = embedded.protocol === undefined ? '' : ` protocol ${embedded.protocol}`;
  return `about ${source} ${arrow} ${destination}${protocol}`;
}

/** Ids may be 0 (root): absent is what is not there. */
function id(word: string, value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${word} ${value}`;
}

function headerText(flow: Flow, extension: FlowExtension, arrow: string): string {
  return joined([
    devicesText(extension, arrow),
    named('LEN', extension.length),
    named('TTL', extension.ttl),
    extension.mark === undefined || extension.mark === 0 ? undefined : `MARK 0x${extension.mark.toString(16)}`,
    flagsText(flow.l4?.TCP?.flags),
    fragmentText(extension),
    named('IP id', extension.ip_id),
    id('protocol', extension.ip_protocol),
    id('UID', extension.uid),
    id('GID', extension.gid),
    id('SPI', extension.spi),
    extension.embedded === undefined ? undefined : embeddedText(extension.embedded, arrow),
    named('prefix', extension.log_prefix?.trim()),
  ]);
}

/** Returns the event in Hubble's words, where it was seen, and what a policy wrote into the log. */
export function eventParts({ flow, nodeName }: SeenFlow): readonly DetailPart[] {
  const place = flow.interface;
  return [
    ...fact('event', joined([flowTypeText(flow), summaryText(flow, plainPalette)])),
    ...fact(
      'node',
      joined([
        flow.node_name ?? nodeName,
        named('interface', place?.name ?? place?.index),
        (flow.node_labels ?? []).join(' '),
      ]),
    ),
    ...fact('log', (flow.policy_log ?? []).join('   ')),
  ];
}

/** Returns the original line and what its headers said; nothing for a flow that did not come from a log. */
export function recordParts(flow: Flow, extension: FlowExtension | undefined, arrow: string): readonly DetailPart[] {
  if (extension === undefined) return [];
  const headers = headerText(flow, extension, arrow);
  const line = fact('line', extension.raw_line);
  if (line.length === 0 && headers === '') return [];
  return [
    { kind: 'space' },
    ...line,
    ...(headers === '' ? [] : [{ kind: 'text', text: headers } as const]),
    ...(extension.time_approximate === true
      ? [{ kind: 'text', text: 'the time is a guess: the record does not tell it exactly', tone: 'dim' } as const]
      : []),
  ];
}
