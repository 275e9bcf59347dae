/**
 * The fields of the packet log in exactly the order in which nf_log_syslog.c prints them. This is all the lane knows of the
 * grammar; a line with anything else in it is for the general parser.
 */

/** How the value after a key is read. Numbers, as one `switch` over them is taken some thirty times a line. */
export const valueKind = {
  /** None: a run of words, each there or not. */
  words: 0,
  /** Decimal digits. */
  decimal: 1,
  /** Decimal digits of a number that may need all 32 bits. */
  wideDecimal: 2,
  /** Hexadecimal digits after the `0x` of the key. */
  hexadecimal: 3,
  /** An interface name, perhaps empty. */
  device: 4,
  /** The bytes of an Ethernet header, or nothing. */
  ethernet: 5,
  /** An address; the first one tells the family. */
  address: 6,
  /** The name of a protocol, which tells the fields after it. */
  protocol: 7,
} as const;

/** Where numbers go: places of `PacketLine.numbers`, and bits of its `seen`. */
export const numberPlace = {
  length: 0,
  tos: 1,
  precedence: 2,
  ttl: 3,
  ipId: 4,
  trafficClass: 5,
  flowLabel: 6,
  sourcePort: 7,
  destinationPort: 8,
  sequence: 9,
  acknowledgement: 10,
  window: 11,
  reserved: 12,
  urgentPointer: 13,
  udpLength: 14,
  icmpType: 15,
  icmpCode: 16,
  icmpId: 17,
  icmpSequence: 18,
  uid: 19,
  gid: 20,
  mark: 21,
  /** The bits of an IPv4 address; of an IPv6 one the text is kept beside. */
  source: 22,
  destination: 23,
} as const;

/** Where interface names go: places of `PacketLine.devices`. */
export const devicePlace = { in: 0, out: 1, physicalIn: 2, physicalOut: 3 } as const;

/** TCP flags in the kernel's order. They are the low bits of `PacketLine.words`, and so number a set of `flagSet`. */
const tcpFlags = ['AE', 'CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'] as const;

/** The bits of `PacketLine.words` that are TCP flags, and the others. */
export const tcpFlagBits = (1 << tcpFlags.length) - 1;
export const wordBit = { CE: 1 << 9, DF: 1 << 10, MF: 1 << 11 } as const;

/** A word of two or three letters and its bit in `PacketLine.words`. */
export interface Word {
  readonly text: string;
  readonly bit: number;
}

/** A field. Its key begins with the blank that ends the field before it. */
export interface FieldRow {
  /** Empty for a run of words. */
  readonly key: string;
  readonly kind: number;
  readonly isOptional: boolean;
  /** Largest number allowed. */
  readonly max: number;
  /** Where the value goes. */
  readonly place: number;
  readonly words: readonly Word[];
}

const u8 = 0xff;
const u16 = 0xffff;
const u32 = 0xffff_ffff;

type NumberName = keyof typeof numberPlace;

const noWords: readonly Word[] = [];

function decimal(key: string, name: NumberName, max: number): FieldRow {
  const place = numberPlace[name];
  return { key: ` ${key}=`, kind: valueKind.decimal, isOptional: false, max, place, words: noWords };
}

function hexadecimal(key: string, name: NumberName, max: number): FieldRow {
  return { ...decimal(key, name, max), key: ` ${key}=0x`, kind: valueKind.hexadecimal };
}

function wideDecimal(key: string, name: NumberName): FieldRow {
  return { ...decimal(key, name, u32), kind: valueKind.wideDecimal };
}

function address(key: string, name: 'source' | 'destination'): FieldRow {
  return { ...decimal(key, name, u32), kind: valueKind.address };
}

function device(key: string, name: keyof typeof devicePlace): FieldRow {
  const place = devicePlace[name];
  return { key, kind: valueKind.device, isOptional: false, max: 0, place, words: noWords };
}

function anyOf(words: readonly Word[]): FieldRow {
  return { key: '', kind: valueKind.words, isOptional: true, max: 0, place: 0, words };
}

function optional(row: FieldRow): FieldRow {
  return { ...row, isOptional: true };
}

/**
 * Fields that are read in one go: first a run whose values come again in many lines, so that it is remembered whole by its bytes, then
 * one field whose value differs from line to line and is read each time.
 */
export interface FieldStep {
  readonly repeated: readonly FieldRow[];
  /** Undefined where the run goes on to the end of the line. */
  readonly varying: FieldRow | undefined;
}

function step(varying: FieldRow, repeated: readonly FieldRow[] = []): FieldStep {
  return { repeated, varying };
}

function tail(repeated: readonly FieldRow[]): FieldStep {
  return { repeated, varying: undefined };
}

/** `IN=eth0 OUT= PHYSIN=… PHYSOUT=… MAC=… SRC=… DST=…`, after the name of the first interface. */
export const frontSteps: readonly FieldStep[] = [
  step(device(' OUT=', 'out')),
  step(optional(device(' PHYSIN=', 'physicalIn'))),
  step(optional(device(' PHYSOUT=', 'physicalOut'))),
  step({ ...optional(device(' MAC=', 'in')), kind: valueKind.ethernet }),
  step(address('SRC', 'source')),
  step(address('DST', 'destination')),
];

const protocolName: FieldRow = { ...device(' PROTO=', 'in'), kind: valueKind.protocol };

/** After the addresses, by the version of the packet. The length of IPv6 is the payload's 16 bits and the header's 40 bytes. */
export const networkSteps: Readonly<Record<4 | 6, readonly FieldStep[]>> = {
  4: [
    step(decimal('ID', 'ipId', u16), [
      decimal('LEN', 'length', u16),
      hexadecimal('TOS', 'tos', u8),
      hexadecimal('PREC', 'precedence', u8),
      decimal('TTL', 'ttl', u8),
    ]),
    step(protocolName, [
      anyOf([
        { text: 'CE', bit: wordBit.CE },
        { text: 'DF', bit: wordBit.DF },
        { text: 'MF', bit: wordBit.MF },
      ]),
    ]),
  ],
  6: [
    step(protocolName, [
      decimal('LEN', 'length', u16 + 40),
      decimal('TC', 'trafficClass', u8),
      decimal('HOPLIMIT', 'ttl', u8),
      decimal('FLOWLBL', 'flowLabel', 0xfffff),
    ]),
  ],
};

/** Who owns the socket, and the mark. */
const trailer: readonly FieldRow[] = [
  optional(wideDecimal('UID', 'uid')),
  optional(wideDecimal('GID', 'gid')),
  optional(hexadecimal('MARK', 'mark', u32)),
];

const ports: readonly FieldStep[] = [
  step(decimal('SPT', 'sourcePort', u16)),
  step(decimal('DPT', 'destinationPort', u16)),
];

/** A protocol of which the lane reads the header. */
export interface ProtocolRow {
  /** As `PROTO=` writes it. */
  readonly name: string;
  readonly kind: 'tcp' | 'udp' | 'icmp';
  /** IP protocol number. */
  readonly number: number;
  /** The only ICMP types that are read; empty for other protocols. */
  readonly echoTypes: readonly number[];
  /** What follows, to the end of the line. */
  readonly steps: readonly FieldStep[];
}

const tcp: ProtocolRow = {
  name: 'TCP',
  kind: 'tcp',
  number: 6,
  echoTypes: [],
  steps: [
    ...ports,
    step(optional(wideDecimal('SEQ', 'sequence'))),
    step(optional(wideDecimal('ACK', 'acknowledgement'))),
    tail([
      decimal('WINDOW', 'window', u16),
      hexadecimal('RES', 'reserved', u8),
      anyOf(tcpFlags.map((text, index) => ({ text, bit: 1 << index }))),
      decimal('URGP', 'urgentPointer', u16),
      ...trailer,
    ]),
  ],
};

const udp: ProtocolRow = {
  name: 'UDP',
  kind: 'udp',
  number: 17,
  echoTypes: [],
  steps: [...ports, step(decimal('LEN', 'udpLength', u16)), tail(trailer)],
};

/** Of ICMP the echo alone, which has these four fields always. */
function echo(name: string, number: number, echoTypes: readonly number[]): ProtocolRow {
  const typeAndCode = [decimal('TYPE', 'icmpType', u8), decimal('CODE', 'icmpCode', u8)];
  const steps = [step(decimal('ID', 'icmpId', u16), typeAndCode), step(decimal('SEQ', 'icmpSequence', u16))];
  return { name, kind: 'icmp', number, echoTypes, steps: [...steps, tail(trailer)] };
}

/** The protocols by the version of the packet they are in. */
export const protocols: Readonly<Record<4 | 6, readonly [ProtocolRow, ProtocolRow, ...ProtocolRow[]]>> = {
  4: [tcp, udp, echo('ICMP', 1, [0, 8])],
  6: [tcp, udp, echo('ICMPv6', 58, [128, 129])],
};
