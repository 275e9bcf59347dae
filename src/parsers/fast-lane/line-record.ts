/** From what the lane read to the result that the general parser would have given. */

import { ipv4Text } from '../../base/ipv4-text.ts';
import { flagSet } from '../kernel-packet/transport-fields.ts';
import type { Mutable } from '../kernel-packet/mutable.ts';
import type { PacketEvent, PacketHeader, PacketL4, PacketLink } from '../packet-event.ts';
import type { Envelope, EnvelopeStamp, ParseResult } from '../parse-result.ts';
import { devicePlace, numberPlace, type ProtocolRow, tcpFlagBits, wordBit } from './field-table.ts';
import { absent, type LinePrefix, type PacketLine } from './packet-line.ts';

type PacketResult = Extract<ParseResult, { kind: 'packet' }>;

/** The numbers of a transport header, by the protocol; UDP has three. */
const transportPlaces = {
  tcp: [numberPlace.sourcePort, numberPlace.destinationPort, numberPlace.window, numberPlace.urgentPointer],
  udp: [numberPlace.sourcePort, numberPlace.destinationPort, numberPlace.udpLength, numberPlace.udpLength],
  icmp: [numberPlace.icmpType, numberPlace.icmpCode, numberPlace.icmpId, numberPlace.icmpSequence],
} as const;

type EnvelopeFields = Pick<PacketLine, 'format' | 'stamp' | 'host' | 'uptimeUs' | 'severity' | 'sequence'>;

/** Returns the envelope of a line. */
export function lineEnvelope(fields: EnvelopeFields): Envelope {
  const { format, stamp, host, uptimeUs, severity } = fields;
  if (format === 'kmsg') return { format, facility: 0, severity, sequence: fields.sequence, uptimeUs };
  if (stamp === undefined || host === undefined) return { format, uptimeUs };
  return uptimeUs === absent ? { format, stamp, host } : { format, stamp, host, uptimeUs };
}

/** What few lines have. */
interface RareParts {
  readonly severity: number;
  readonly kernelSequence: number;
  readonly physicalIn: string;
  readonly physicalOut: string;
  readonly addresses6: readonly [string, string];
  readonly flowLabel: number;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly tcpSequence: number | undefined;
  readonly acknowledgement: number | undefined;
}

const { uid, gid, sequence, acknowledgement } = numberPlace;
const rarelySeen = (1 << uid) | (1 << gid) | (1 << sequence) | (1 << acknowledgement);

function rareParts(line: PacketLine): RareParts | undefined {
  const { seen, family, format, devices } = line;
  const isCommon = family === 4 && format !== 'kmsg' && (seen & rarelySeen) === 0;
  if (isCommon && devices[devicePlace.physicalIn] === '' && devices[devicePlace.physicalOut] === '') return undefined;
  const ifSeen = (place: number): number | undefined => ((seen & (1 << place)) === 0 ? undefined : line.number(place));
  return {
    severity: line.severity,
    kernelSequence: line.sequence,
    physicalIn: devices[devicePlace.physicalIn],
    physicalOut: devices[devicePlace.physicalOut],
    addresses6: [line.addresses6[0], line.addresses6[1]],
    flowLabel: line.number(numberPlace.flowLabel),
    uid: ifSeen(uid),
    gid: ifSeen(gid),
    tcpSequence: ifSeen(sequence),
    acknowledgement: ifSeen(acknowledgement),
  };
}

/**
 * The result of one line. It is one object in three roles, result, packet and header, as no two of these have a name in common: a
 * line costs one object, and texts and the transport header are made when somebody asks for them.
 */
export class LineRecord implements PacketResult, PacketEvent, PacketHeader {
  readonly inInterface: string;
  readonly outInterface: string;
  readonly link: PacketLink | undefined;
  readonly family: 4 | 6;
  readonly length: number;
  readonly trafficClass: number;
  readonly ttl: number;
  readonly ipId: number | undefined;
  readonly mark: number;
  readonly #format: PacketLine['format'];
  readonly #stamp: EnvelopeStamp | undefined;
  readonly #uptimeUs: number;
  readonly #host: string | undefined;
  readonly #prefix: LinePrefix;
  readonly #protocol: ProtocolRow;
  readonly #words: number;
  readonly #sourceBits: number;
  readonly #destinationBits: number;
  /** The numbers of the transport header: of TCP and UDP the ports first, of ICMP its fields in their order. */
  readonly #first: number;
  readonly #second: number;
  readonly #third: number;
  readonly #fourth: number;
  readonly #rare: RareParts | undefined;

  /** Copies what the line that was taken last says. */
  constructor(line: PacketLine) {
    const { numbers, devices, protocol, family } = line;
    const places = transportPlaces[protocol.kind];
    this.inInterface = devices[devicePlace.in];
    this.outInterface = devices[devicePlace.out];
    this.link = line.link;
    this.family = family;
    this.length = numbers[numberPlace.length] ?? 0;
    this.trafficClass = family === 4 ? trafficClass4(numbers) : (numbers[numberPlace.trafficClass] ?? 0);
    this.ttl = numbers[numberPlace.ttl] ?? 0;
    this.ipId = family === 4 ? numbers[numberPlace.ipId] : undefined;
    this.mark = line.number(numberPlace.mark);
    this.#format = line.format;
    this.#stamp = line.stamp;
    this.#uptimeUs = line.uptimeUs;
    this.#host = line.host;
    this.#prefix = line.prefix;
    this.#protocol = protocol;
    this.#words = line.words;
    this.#sourceBits = numbers[numberPlace.source] ?? 0;
    this.#destinationBits = numbers[numberPlace.destination] ?? 0;
    this.#first = numbers[places[0]] ?? 0;
    this.#second = numbers[places[1]] ?? 0;
    this.#third = numbers[places[2]] ?? 0;
    this.#fourth = numbers[places[3]] ?? 0;
    this.#rare = rareParts(line);
  }

  get kind(): 'packet' {
    return 'packet';
  }

  get packet(): PacketEvent {
    return this;
  }

  get header(): PacketHeader {
    return this;
  }

  get envelope(): Envelope {
    const { severity = absent, kernelSequence = absent } = this.#rare ?? {};
    const [format, stamp, host, uptimeUs] = [this.#format, this.#stamp, this.#host, this.#uptimeUs];
    return lineEnvelope({ format, stamp, host, uptimeUs, severity, sequence: kernelSequence });
  }

  get prefix(): string {
    return this.#prefix.text;
  }

  get rawPrefix(): string {
    return this.#prefix.raw;
  }

  get prefixGlued(): boolean {
    return this.#prefix.isGlued;
  }

  get physicalIn(): string {
    return this.#rare?.physicalIn ?? '';
  }

  get physicalOut(): string {
    return this.#rare?.physicalOut ?? '';
  }

  get uid(): number | undefined {
    return this.#rare?.uid;
  }

  get gid(): number | undefined {
    return this.#rare?.gid;
  }

  get source(): string {
    return this.family === 4 ? ipv4Text(this.#sourceBits) : (this.#rare?.addresses6[0] ?? '');
  }

  get destination(): string {
    return this.family === 4 ? ipv4Text(this.#destinationBits) : (this.#rare?.addresses6[1] ?? '');
  }

  get reservedBit(): boolean {
    return (this.#words & wordBit.CE) !== 0;
  }

  get dontFragment(): boolean {
    return (this.#words & wordBit.DF) !== 0;
  }

  get moreFragments(): boolean {
    return (this.#words & wordBit.MF) !== 0;
  }

  get fragmentOffset(): number {
    return 0;
  }

  get flowLabel(): number | undefined {
    return this.family === 6 ? this.#rare?.flowLabel : undefined;
  }

  get protocol(): number {
    return this.#protocol.number;
  }

  get l4(): PacketL4 {
    const [first, second, third, fourth] = [this.#first, this.#second, this.#third, this.#fourth];
    switch (this.#protocol.kind) {
      case 'tcp':
        return this.#tcp();
      case 'udp':
        return { kind: 'udp', lite: false, sourcePort: first, destinationPort: second, length: third };
      case 'icmp':
        return { kind: 'icmp', version: this.family, type: first, code: second, id: third, sequence: fourth };
      default:
        return this.#protocol.kind satisfies never;
    }
  }

  #tcp(): PacketL4 {
    const l4: Mutable<Extract<PacketL4, { kind: 'tcp' }>> = {
      kind: 'tcp',
      sourcePort: this.#first,
      destinationPort: this.#second,
      flags: flagSet(this.#words & tcpFlagBits),
      window: this.#third,
      urgentPointer: this.#fourth,
    };
    const rare = this.#rare;
    if (rare?.tcpSequence !== undefined) l4.sequence = rare.tcpSequence;
    if (rare?.acknowledgement !== undefined) l4.acknowledgement = rare.acknowledgement;
    return l4;
  }
}

/** IPv4's class as the log prints it in two fields. */
function trafficClass4(numbers: Uint32Array): number {
  return (numbers[numberPlace.tos] ?? 0) | (numbers[numberPlace.precedence] ?? 0);
}
