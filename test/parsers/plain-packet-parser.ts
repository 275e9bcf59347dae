/**
 * The grammar of the packet log once more, over strings and regular expressions, slow and short: what the fast parser is
 * compared with. It says the same of every message, but for the reason of a rejection.
 */

import type { PacketEvent, PacketHeader, PacketL4, PacketLink } from '../../src/parsers/packet-event.ts';
import type { Mutable } from '../../src/parsers/kernel-packet/mutable.ts';

export type PlainResult =
  | { kind: 'packet'; packet: PacketEvent }
  | { kind: 'skip'; reason: string }
  | { kind: 'reject' };

/** Thrown on the first thing that is wrong; `cut` when the line just ended. */
class Reject extends Error {}

interface Token {
  readonly text: string;
  /** Nothing comes after it, not even a blank. */
  readonly atEnd: boolean;
  /** A blank comes after it. */
  readonly blankAfter: boolean;
}

const tokenPattern =
  /INCOMPLETE \[\d+ bytes\]|INCOMPLETE \[[^]*|OPT $|OPT \([0-9A-Fa-f]*\)|OPT \(TRUNCATED\)|OPT \((?= )|OPT \([^ \t\n\v\f\r]*|Unknown Ext Hdr \d+(?=[ \t\n\v\f\r]|$)|Unknown(?= )[^]*|[[\]()]|(?:CE|DF|MF|TRUNCATED|INCOMPLETE|AH|ESP|AE|CWR|ECE|URG|ACK|PSH|RST|SYN|FIN)(?=[[\]()])|[^ \t\n\v\f\r]+/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += /^[ \t\n\v\f\r]*/.exec(text.slice(at))![0].length;
    if (at >= text.length) return tokens;
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text)![0];
    at += match.length;
    tokens.push({ text: match, atEnd: at === text.length, blankAfter: /[ \t\n\v\f\r]/.test(text.charAt(at)) });
  }
}

const startPattern = /IN=([^ \t\n\v\f\r]*?)(?: PHYSIN=([^ \t\n\v\f\r]*))? OUT=([^ \t\n\v\f\r]*)/;

const numberKeys: Record<string, { hex?: true; max: number }> = {
  'LEN=': { max: 65_535 }, 'TOS=': { hex: true, max: 255 }, 'PREC=': { hex: true, max: 255 }, 'TTL=': { max: 255 },
  'ID=': { max: 65_535 }, 'FRAG:': { max: 8191 }, 'TC=': { max: 255 }, 'HOPLIMIT=': { max: 255 },
  'FLOWLBL=': { max: 0xfffff }, 'ID:': { hex: true, max: 2 ** 32 - 1 }, 'SPI=': { hex: true, max: 2 ** 32 - 1 },
  'SPT=': { max: 65_535 }, 'DPT=': { max: 65_535 }, 'SEQ=': { max: 2 ** 32 - 1 }, 'ACK=': { max: 2 ** 32 - 1 },
  'WINDOW=': { max: 65_535 }, 'RES=': { hex: true, max: 255 }, 'URGP=': { max: 65_535 }, 'TYPE=': { max: 255 },
  'CODE=': { max: 255 }, 'PARAMETER=': { max: 255 }, 'POINTER=': { hex: true, max: 2 ** 32 - 1 },
  'MTU=': { max: 2 ** 32 - 1 }, 'UID=': { max: 2 ** 32 - 1 }, 'GID=': { max: 2 ** 32 - 1 },
  'MARK=': { hex: true, max: 2 ** 32 - 1 }, 'VPROTO=': { hex: true, max: 65_535 }, 'VID=': { max: 4095 },
  'MACPROTO=': { hex: true, max: 65_535 },
}; // prettier-ignore

const sections: Record<Section, string[]> = {
  link: ['PHYSIN=', 'PHYSOUT=', 'MAC=', 'TUNNEL=', 'MACSRC=', 'MACDST=', 'VPROTO=', 'VID=', 'MACPROTO='],
  4: ['SRC=', 'DST=', 'LEN=', 'TOS=', 'PREC=', 'TTL=', 'ID=', 'CE', 'DF', 'MF', 'FRAG:', 'OPT', 'TRUNCATED', 'PROTO='],
  6: ['SRC=', 'DST=', 'LEN=', 'TC=', 'HOPLIMIT=', 'FLOWLBL=', 'OPT', ')', 'FRAG:', 'ID:', 'INCOMPLETE', 'AH', 'ESP', 'SPI=', 'Unknown', 'TRUNCATED', 'PROTO='],
  tcp: ['SPT=', 'DPT=', 'SEQ=', 'ACK=', 'WINDOW=', 'RES=', 'AE', 'CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN', 'URGP=', 'OPT', 'INCOMPLETE'],
  udp: ['SPT=', 'DPT=', 'LEN=', 'INCOMPLETE'],
  icmp: ['TYPE=', 'CODE=', 'ID=', 'SEQ=', 'PARAMETER=', 'POINTER=', 'GATEWAY=', 'MTU=', 'INCOMPLETE'],
  security: ['SPI=', 'INCOMPLETE'],
  other: ['SPT=', 'DPT=', 'INCOMPLETE'],
}; // prettier-ignore

type Section = 'link' | 4 | 6 | 'tcp' | 'udp' | 'icmp' | 'security' | 'other';

/** The values of a section by key. */
class Values {
  readonly #map = new Map<string, string | number | PacketHeader | undefined>();
  set(key: string, value: string | number | PacketHeader | undefined): void {
    this.#map.set(key, value);
  }
  has(key: string): boolean {
    return this.#map.has(key);
  }
  number(key: string): number | undefined {
    const value = this.#map.get(key);
    return typeof value === 'number' ? value : undefined;
  }
  text(key: string): string | undefined {
    const value = this.#map.get(key);
    return typeof value === 'string' ? value : undefined;
  }
  header(key: string): PacketHeader | undefined {
    const value = this.#map.get(key);
    return typeof value === 'object' ? value : undefined;
  }
}

/** IPv6 prints these once for each extension header. */
const repeating = new Set(['OPT', ')', 'INCOMPLETE', 'SPI=']);

class PlainParser {
  tokens: Token[];
  at = 0;
  cut = false;
  short = false;
  mark = 0;
  uid: number | undefined;
  gid: number | undefined;

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  /** Reads the fields of a section up to `stop`; `strays` counts unknown words. */
  section(name: Section, inner: boolean): { values: Values; stop: string; strays: number } {
    const values: Values = new Values();
    let strays = 0;
    while (this.at < this.tokens.length && !this.cut) {
      const token = this.tokens[this.at]!;
      const key = /^(?:OPT|INCOMPLETE|Unknown) /.test(token.text)
        ? token.text.split(' ')[0]!
        : /^[^=:]*[=:]|^.*/s.exec(token.text)![0];
      const value = token.text.slice(key.length);
      if (this.stops(name, key, inner)) return { values, stop: key, strays };
      this.at += 1;
      if (key === '[' && name === 'icmp' && !inner) {
        if (values.has('[')) throw new Reject('second [');
        values.set('[', this.embedded(token));
        continue;
      }
      const known = sections[name].includes(key) || (!inner && name !== 'link' && /^(UID|GID|MARK)=$/.test(key));
      if (!known) {
        this.stray(token);
        strays += 1;
        continue;
      }
      if (name !== 'link' && key === 'SRC=') throw new Reject('SRC again');
      if (values.has(key) && !(name === 6 && repeating.has(key))) throw new Reject(`${key} twice`);
      const read = this.value(name, key, value, token.atEnd);
      if (this.cut) break;
      if (key === 'INCOMPLETE' && name === 6 && read === undefined) values.set('MF', undefined);
      // AH comes before ESP, so a SPI is that of AH until ESP was named.
      else if (key === 'SPI=' && name === 6 && values.has('AH') && !values.has('ESP')) values.set('AH SPI', read);
      else if (key === 'INCOMPLETE' && name === 6) values.set('security bytes', read);
      else values.set(key, read);
      if (key === 'PROTO=') return { values, stop: key, strays };
    }
    return { values, stop: 'end', strays };
  }

  stops(name: Section, key: string, inner: boolean): boolean {
    if (inner && key === ']') return true;
    if (name === 'link') return ['SRC=', 'ARP', 'MAC', 'TRUNCATED', 'DST=', 'LEN=', 'PROTO='].includes(key);
    if (name === 4 || name === 6) return false;
    if (['SRC=', 'DST=', 'PROTO='].includes(key)) throw new Reject('network field in the transport part');
    return false;
  }

  stray(token: Token): void {
    const shape = /^[A-Z0-9]+(=.*)?$/s.exec(token.text);
    if (shape === null || (/IN=\S*$/.test(token.text) && this.recordFollows())) throw new Reject('stray');
    if (shape[1] === undefined && token.atEnd) this.cut = true;
  }

  /** The word just read ends in `IN=…` and OUT= comes next. */
  recordFollows(): boolean {
    const next = this.tokens[this.at]?.text ?? '';
    const afterNext = this.tokens[this.at + 1]?.text ?? '';
    return next.startsWith('OUT=') || (next.startsWith('PHYSIN=') && afterNext.startsWith('OUT='));
  }

  broken(atEnd: boolean): undefined {
    if (!atEnd) throw new Reject('broken');
    this.cut = true;
  }

  /** The record ends in the middle of `expected`. */
  cutIn(expected: string, rest: string): undefined {
    return this.broken(expected.startsWith(rest));
  }

  value(name: Section, key: string, text: string, atEnd: boolean): string | number | undefined {
    const rule = numberKeys[key];
    if (rule !== undefined) {
      const { hex } = rule;
      const max =
        key === 'LEN=' && name === 6
          ? rule.max + 40
          : (key === 'FRAG:' && name === 6) || (key === 'SEQ=' && name === 'icmp')
            ? 65_535
            : rule.max;
      const digits = hex ? text.replace(/^0x/, '') : text;
      if (digits === '') return this.broken(atEnd);
      if (!(hex ? /^[0-9a-fA-F]+$/ : /^[0-9]+$/).test(digits)) throw new Reject('digits');
      const value = parseInt(digits, hex ? 16 : 10);
      if (value > max) throw new Reject('range');
      if (key === 'MARK=') this.mark = value;
      if (key === 'UID=') this.uid = value;
      if (key === 'GID=') this.gid = value;
      return value;
    }
    if (key === 'SRC=' || key === 'DST=' || key === 'GATEWAY=') return canonical(text) ?? this.broken(atEnd);
    if (key === 'PHYSIN=' || key === 'PHYSOUT=') {
      if (text.length > 15) throw new Reject('name');
      return text;
    }
    if (key === 'MAC=')
      return text === '' || /^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})*$/.test(text) ? text : this.broken(atEnd);
    if (key === 'MACSRC=' || key === 'MACDST=') {
      if (!/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})*$/.test(text)) return this.broken(atEnd);
      if (text.length < 17) return this.broken(atEnd);
      if (text.length !== 17) throw new Reject('mac');
      return text;
    }
    if (key === 'TUNNEL=') {
      const ends = text.split('->');
      return ends.length === 2 && ends.every((end) => isIpv4(end)) ? text : this.broken(atEnd);
    }
    if (key === 'PROTO=') return this.protocol(text, atEnd);
    if (key === 'INCOMPLETE') {
      if (text === '') return undefined;
      const count = /^ \[(\d+) bytes\]$/.exec(text);
      if (count === null) return this.cutIn(' bytes]', text.replace(/^ \[\d*/, ''));
      if (Number(count[1]) > 2 ** 32 - 1) throw new Reject('range');
      return Number(count[1]);
    }
    if (key === 'OPT' && name === 6) return text.startsWith(' (') ? undefined : this.broken(atEnd);
    if (key === 'OPT')
      return text === ' (TRUNCATED)' ? undefined : (/^ \(([0-9A-Fa-f]*)\)$/.exec(text)?.[1] ?? this.broken(atEnd));
    if (key === 'Unknown') {
      const number = / (\d+)$/.exec(text)?.[1];
      if (number === undefined) return this.cutIn(' Ext Hdr ', text);
      if (Number(number) > 255) throw new Reject('range');
      return Number(number);
    }
    return undefined;
  }

  protocol(text: string, atEnd: boolean): string | undefined {
    if (/^(TCP|UDP|UDPLITE|AH|ESP|SCTP|DCCP|ICMP|ICMPv6)$/.test(text)) return text;
    if (/^\d/.test(text)) {
      if (!/^\d+$/.test(text) || Number(text) > 255) throw new Reject('protocol');
      return text;
    }
    return this.broken(atEnd);
  }

  embedded(open: Token): PacketHeader | undefined {
    const first = this.tokens[this.at];
    if (open.blankAfter) throw new Reject('[ alone');
    if (open.atEnd || first === undefined) {
      this.broken(true);
      return undefined;
    }
    if (first.text === 'TRUNCATED' && this.tokens[this.at + 1]?.text === ']') {
      this.at += 2;
      return undefined;
    }
    if (!first.text.startsWith('SRC=')) {
      this.broken(first.atEnd);
      return undefined;
    }
    try {
      const header = this.header(true);
      if (this.tokens[this.at]?.text === ']' && !this.cut) {
        this.at += 1;
        return header;
      }
    } catch (error) {
      if (!(error instanceof Reject) || error.message !== 'truncated') throw error;
      if (this.tokens[this.at]?.text === ']') throw error;
    }
    this.cut = true;
    return undefined;
  }

  header(inner: boolean): PacketHeader {
    const first = this.tokens[this.at]!;
    const source = canonical(first.text.slice(4));
    this.at += 1;
    if (source === undefined) throw new Reject(first.atEnd ? 'truncated' : 'address');
    const family = source.includes(':') ? 6 : 4;
    const { values, strays } = this.section(family, inner);
    const number = (key: string) => values.number(key);
    const destination = values.text('DST=');
    const later = (...keys: string[]) => keys.some((key) => values.has(key));
    if (destination !== undefined && destination.includes(':') !== (family === 6)) throw new Reject('family');
    const after = later('LEN=', ...sections[family].slice(3), 'UID=', 'GID=', 'MARK=', 'MF') || this.closing(inner);
    if (destination === undefined) throw new Reject(after || (strays > 0 && !this.cut) ? 'missing' : 'truncated');
    const later2 = later(...sections[family].slice(3), 'UID=', 'GID=', 'MARK=', 'MF') || this.closing(inner);
    if (number('LEN=') === undefined) throw new Reject(later2 || (strays > 0 && !this.cut) ? 'missing' : 'truncated');
    const header: Mutable<PacketHeader> = {
      family,
      source,
      destination,
      length: number('LEN=')!,
      reservedBit: values.has('CE'),
      dontFragment: values.has('DF'),
      moreFragments: values.has('MF'),
      fragmentOffset: (number('FRAG:') ?? 0) * (family === 4 ? 8 : 1),
      l4: { kind: 'other' },
    };
    if (number('TTL=') !== undefined) header.ttl = number('TTL=')!;
    if (number('HOPLIMIT=') !== undefined) header.ttl = number('HOPLIMIT=')!;
    const id = number('ID=') ?? number('ID:');
    if (id !== undefined) header.ipId = id;
    if (number('FLOWLBL=') !== undefined) header.flowLabel = number('FLOWLBL=')!;
    if (values.has('TC=')) header.trafficClass = number('TC=')!;
    if (values.has('TOS=') || values.has('PREC=')) header.trafficClass = (number('TOS=') ?? 0) | (number('PREC=') ?? 0);
    if (family === 4 && values.text('OPT') !== undefined) header.ipOptions = values.text('OPT')!;
    if (values.has('AH SPI')) header.authenticationSpi = number('AH SPI')!;
    if (number('Unknown') !== undefined) header.protocol = number('Unknown')!;
    this.transport(header, values, strays, inner);
    return header;
  }

  closing(inner: boolean): boolean {
    return inner && this.tokens[this.at]?.text === ']';
  }

  transport(header: Mutable<PacketHeader>, values: Values, strays: number, inner: boolean): void {
    const name = values.text('PROTO=');
    if (name === undefined) return this.withoutProtocol(header, values, strays);
    if ((name === 'ICMP' && header.family === 6) || (name === 'ICMPv6' && header.family === 4))
      throw new Reject('family');
    const numbers: Record<string, number> = {
      TCP: 6,
      UDP: 17,
      UDPLITE: 136,
      ICMP: 1,
      ICMPv6: 58,
      AH: 51,
      ESP: 50,
      SCTP: 132,
      DCCP: 33,
    };
    header.protocol = numbers[name] ?? Number(name);
    if (name === 'TCP') header.l4 = this.tcp(header, inner);
    else if (name.startsWith('UDP')) header.l4 = this.udp(header, inner);
    else if (name.startsWith('ICMP')) header.l4 = this.icmp(header, inner);
    else if (name === 'AH' || name === 'ESP') {
      const part = this.section('security', inner).values;
      const spi = part.number('SPI=');
      if (part.has('INCOMPLETE')) header.l4 = incomplete(part);
      else if (spi !== undefined) header.l4 = { kind: name === 'AH' ? 'ah' : 'esp', spi };
    } else {
      const part = this.section('other', inner).values;
      const [sourcePort, destinationPort] = [part.number('SPT='), part.number('DPT=')];
      if (sourcePort !== undefined && destinationPort !== undefined)
        header.l4 = { kind: 'other', sourcePort, destinationPort };
    }
  }

  withoutProtocol(header: Mutable<PacketHeader>, values: Values, strays: number): void {
    if (values.has('TRUNCATED') || values.has('Unknown')) this.short = true;
    else if (this.cut) throw new Reject('truncated');
    else if (strays > 0) throw new Reject('missing');
    else if (!(values.has('AH') || values.has('ESP'))) {
      if (header.family === 4 ? header.fragmentOffset === 0 : header.flowLabel === undefined)
        throw new Reject('truncated');
      return;
    }
    const security = values.has('ESP') ? 'esp' : values.has('AH') ? 'ah' : undefined;
    if (security === undefined) return;
    header.protocol = security === 'ah' ? 51 : 50;
    const bytes = values.number('security bytes');
    const spi = security === 'ah' ? header.authenticationSpi : values.number('SPI=');
    if (bytes !== undefined) header.l4 = { kind: 'incomplete', bytes };
    else if (spi !== undefined) header.l4 = { kind: security, spi };
  }

  /** Rejects for lack of `keys` (in the kernel's order), unless it is a later fragment. */
  lacks(header: PacketHeader, part: { values: Values; strays: number }, keys: string[], inner: boolean): boolean {
    const missing = keys.find((key) => !part.values.has(key));
    if (missing === undefined) return false;
    if (header.fragmentOffset > 0) return true;
    const damaged =
      keys.slice(keys.indexOf(missing)).some((key) => part.values.has(key)) || (part.strays > 0 && !this.cut);
    throw new Reject(damaged || this.closing(inner) ? 'missing' : 'truncated');
  }

  tcp(header: PacketHeader, inner: boolean): PacketL4 {
    const part = this.section('tcp', inner);
    const { values } = part;
    if (values.has('INCOMPLETE')) return incomplete(values);
    if (
      this.lacks(
        header,
        part,
        ['SPT=', 'DPT=', 'SEQ=', 'ACK=', 'WINDOW=', 'RES=', 'URGP=', 'OPT'].filter(
          (key) => ['SPT=', 'DPT=', 'URGP='].includes(key) || values.has(key),
        ),
        inner,
      )
    ) {
      return { kind: 'other' };
    }
    const l4: Mutable<Extract<PacketL4, { kind: 'tcp' }>> = {
      kind: 'tcp',
      sourcePort: values.number('SPT=')!,
      destinationPort: values.number('DPT=')!,
      flags: ['AE', 'CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'].filter((flag) => values.has(flag)),
      urgentPointer: values.number('URGP=')!,
    };
    if (values.has('SEQ=')) l4.sequence = values.number('SEQ=')!;
    if (values.has('ACK=')) l4.acknowledgement = values.number('ACK=')!;
    if (values.has('WINDOW=')) l4.window = values.number('WINDOW=')!;
    if (values.text('OPT') !== undefined) l4.options = values.text('OPT')!;
    return l4;
  }

  udp(header: PacketHeader, inner: boolean): PacketL4 {
    const part = this.section('udp', inner);
    if (part.values.has('INCOMPLETE')) return incomplete(part.values);
    if (this.lacks(header, part, ['SPT=', 'DPT=', 'LEN='], inner)) return { kind: 'other' };
    const number = (key: string) => part.values.number(key)!;
    const lite = header.protocol === 136;
    return { kind: 'udp', lite, sourcePort: number('SPT='), destinationPort: number('DPT='), length: number('LEN=') };
  }

  icmp(header: PacketHeader, inner: boolean): PacketL4 {
    const part = this.section('icmp', inner);
    const { values } = part;
    const number = (key: string) => values.number(key)!;
    const type = values.has('TYPE=') ? number('TYPE=') : -1;
    if (values.has('INCOMPLETE')) {
      const l4 = incomplete(values);
      const typed = l4.kind === 'incomplete' && values.has('TYPE=') && values.has('CODE=');
      return typed ? { ...l4, icmpType: type, icmpCode: number('CODE=') } : l4;
    }
    const echo = header.family === 4 ? type === 0 || type === 8 : type === 128 || type === 129;
    const needed = ['TYPE=', 'CODE=', ...(echo ? ['ID=', 'SEQ='] : [])];
    if (header.family === 4 && type === 5) needed.push('GATEWAY=');
    if (header.family === 4 && type === 12) needed.push('PARAMETER=');
    if (header.family === 6 && type === 4) needed.push('POINTER=');
    if (this.lacks(header, part, needed, inner)) return { kind: 'other' };
    const l4: Mutable<Extract<PacketL4, { kind: 'icmp' }>> = {
      kind: 'icmp',
      version: header.family,
      type,
      code: number('CODE='),
    };
    if (values.has('ID=')) l4.id = number('ID=');
    if (values.has('SEQ=')) l4.sequence = number('SEQ=');
    if (values.has('MTU=')) l4.mtu = number('MTU=');
    if (values.has('PARAMETER=')) l4.parameter = number('PARAMETER=');
    if (values.has('POINTER=')) l4.pointer = number('POINTER=');
    if (values.has('GATEWAY=')) l4.gateway = values.text('GATEWAY=')!;
    const embedded = values.header('[');
    if (embedded !== undefined) l4.embedded = embedded;
    return l4;
  }
}

function incomplete(values: Values): PacketL4 {
  const bytes = values.number('INCOMPLETE');
  return bytes === undefined ? { kind: 'other' } : { kind: 'incomplete', bytes };
}

function isIpv4(text: string): boolean {
  return /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

/** Canonical text by way of the platform's own URL parser, which spells IPv6 as RFC 5952 does but for mapped addresses. */
function canonical(text: string): string | undefined {
  if (isIpv4(text)) return text;
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':') || !URL.canParse(`http://[${text}]/`)) return undefined;
  const host = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  if (mapped === null) return host;
  const [high = 0, low = 0] = mapped.slice(1).map((group) => parseInt(group, 16));
  return `::ffff:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

function linkOf(values: Values): PacketLink | undefined {
  const link: Mutable<PacketLink> = {};
  const mac = values.text('MAC=');
  if (mac !== undefined && mac !== '') {
    const bytes = mac.split(':');
    if (bytes.length === 14) {
      link.destination = bytes.slice(0, 6).join(':');
      link.source = bytes.slice(6, 12).join(':');
      link.etherType = parseInt(bytes.slice(12).join(''), 16);
    } else link.raw = mac;
  }
  if (values.has('MACSRC=')) link.source = values.text('MACSRC=')!;
  if (values.has('MACDST=')) link.destination = values.text('MACDST=')!;
  if (values.has('VPROTO=')) link.vlanProtocol = values.number('VPROTO=')!;
  if (values.has('VID=')) link.vlanId = values.number('VID=')!;
  if (values.has('MACPROTO=')) link.etherType = values.number('MACPROTO=')!;
  const [source, destination] = (values.text('TUNNEL=') ?? '').split('->');
  if (source && destination) link.tunnel = { source, destination };
  return Object.keys(link).some((key) => !key.startsWith('vlan')) ? link : undefined;
}

/** Parses a message given one character a byte, all of it printable ASCII but for blanks. */
export function plainParse(message: string): PlainResult {
  const text = message.replace(/\0+$/, '');
  const start = lastOfRow(text, startPattern.exec(text));
  if (start === null) return { kind: 'skip', reason: 'no packet log' };
  try {
    return plainRecord(text, start);
  } catch (error) {
    if (error instanceof Reject) return { kind: 'reject' };
    throw error;
  }
}

/** The last of the starts that nothing or only blanks separate: those before it are the prefix's. */
function lastOfRow(text: string, start: RegExpExecArray | null): RegExpExecArray | null {
  if (start === null) return null;
  const after = start.index + start[0].length;
  const out = after - (start[3] ?? '').length;
  const glued = startPattern.exec(text.slice(out));
  if (glued !== null && glued.index < after - out) {
    glued.index += out;
    return lastOfRow(text, glued);
  }
  const blanks = /^[ \t\n\v\f\r]*/.exec(text.slice(after))?.[0].length ?? 0;
  const next = startPattern.exec(text.slice(after + blanks));
  if (next?.index !== 0) return start;
  next.index = after + blanks;
  return lastOfRow(text, next);
}

function plainRecord(text: string, start: RegExpExecArray): PlainResult {
  const [all, inName = '', physical = '', outInterface = ''] = start;
  const inInterface = inName.slice(inName.lastIndexOf('IN=') < 0 ? 0 : inName.lastIndexOf('IN=') + 3);
  const rawPrefix = text.slice(0, start.index + inName.length - inInterface.length);
  if ([inInterface, physical, outInterface].some((name) => name.length > 15)) throw new Reject('name');
  const rest = text.slice(start.index + all.length);
  const parser = new PlainParser(rest);
  const { values, stop } = parser.section('link', false);
  if (stop === 'ARP' || stop === 'MAC') {
    const words = parser.tokens.slice(parser.at).map((token) => token.text);
    if (stop === 'MAC' && !words.join(' ').startsWith('MAC source = ')) throw new Reject('MAC');
    if (startPattern.test(words.join(' '))) throw new Reject('two');
    return { kind: 'skip', reason: 'not an IP packet' };
  }
  const link = linkOf(values);
  const type = link?.etherType;
  const ip = [0x0800, 0x86dd];
  if (stop === 'end' && !parser.cut && type !== undefined && !ip.includes(type))
    return { kind: 'skip', reason: 'not an IP packet' };
  if (stop !== 'SRC=') throw new Reject('no SRC=');
  const header = parser.header(false);
  if (parser.at < parser.tokens.length && !parser.cut) throw new Reject('rest');
  const packet: Mutable<PacketEvent> = {
    prefix: rawPrefix.trimEnd().replace(/:$/, '').trimEnd(),
    rawPrefix,
    prefixGlued: rawPrefix !== '' && !/[ \t\n\v\f\r:]$/.test(rawPrefix),
    inInterface,
    outInterface,
    physicalIn: values.text('PHYSIN=') ?? physical,
    physicalOut: values.text('PHYSOUT=') ?? '',
    header,
    mark: parser.mark,
  };
  if (link !== undefined) packet.link = link;
  if (parser.uid !== undefined) packet.uid = parser.uid;
  if (parser.gid !== undefined) packet.gid = parser.gid;
  if (parser.cut || parser.short) packet.cut = true;
  return { kind: 'packet', packet };
}
