import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxMessageBytes, parseKernelPacket } from '../../src/parsers/kernel-packet.ts';
import { fateOf, fixtureLines, headerOf, packetOf, parse } from './kernel-packet-lines.ts';

const mac = 'MAC=ee:ee:ee:ee:ee:ee:1e:0a:36:33:f5:09:08:00';
const start = `IN=cali1 OUT=eth0 ${mac}`;
const v4 = 'SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=204 DF';
const v6 =
  'SRC=fd00:0000:0000:0000:0000:0000:0000:0001 DST=ff02:0000:0000:0000:0000:0000:0000:0016 LEN=76 TC=0 HOPLIMIT=1 FLOWLBL=0';
const tcp = 'PROTO=TCP SPT=37520 DPT=8080 WINDOW=64240 RES=0x00 SYN URGP=0';
const whole = `calico-drop: ${start} ${v4} ${tcp} `;

const link = (text: string) => packetOf(`IN=a OUT=b ${text} ${v4} ${tcp} `).link;
const classOf = (text: string) => headerOf(`IN= OUT=a SRC=1.1.1.1 DST=2.2.2.2 LEN=60 ${text} ${tcp} `).trafficClass;

/** The L4 part of a packet over IPv4 with this text after the network part. */
const l4 = (text: string) => headerOf(`${start} ${v4} ${text} `).l4;
/** The same over IPv6. */
const l4v6 = (text: string) => headerOf(`${start} ${v6} ${text} `).l4;

describe('where the record starts', () => {
  it.each([
    ['calico-drop: ', 'calico-drop', false],
    ['FORWARD', 'FORWARD', true],
    ['', '', false],
    ['IN=x ', 'IN=x', false],
    ['D=O IN=', 'D=O IN=', true],
    ['IN=OUT= ', 'IN=OUT=', false],
    ['IN=a OUT=b ', 'IN=a OUT=b', false],
    ['IN=a OUT=b', 'IN=a OUT=b', true],
    ['IN=a OUT=b IN= OUT= ', 'IN=a OUT=b IN= OUT=', false],
    ['[a] "b": {IN} ', '[a] "b": {IN}', false],
    ['TRACE: filter:cali-tw:rule:3 ', 'TRACE: filter:cali-tw:rule:3', false],
    ['x: :', 'x:', false],
    ['lab7 calico-packet np:ns/abcd', 'lab7 calico-packet np:ns/abcd', true],
  ])('prefix %j', (written, prefix, prefixGlued) => {
    const message = `${written}${whole.slice('calico-drop: '.length)}`;
    expect(packetOf(message)).toMatchObject({ prefix, rawPrefix: written, prefixGlued, inInterface: 'cali1' });
  });

  it('escapes control characters and bytes that are no UTF-8', () => {
    expect(packetOf(`a\0\x1b[31m\xff\xc3\xa9\xe2\x82: ${start} ${v4} ${tcp} `).prefix).toBe(
      String.raw`a\x00\x1b[31m\xff${'é'}\xe2\x82`,
    );
    expect(packetOf(`IN=e\x1b[0m OUT= ${v4} ${tcp} `).inInterface).toBe(String.raw`e\x1b[0m`);
  });

  it('reads a range of a larger buffer', () => {
    const bytes = Buffer.from(`IN=a OUT=b ${whole}IN=c OUT=d`);
    const result = parseKernelPacket(bytes, 11, 11 + whole.length);
    expect(result).toMatchObject({ kind: 'packet', packet: { inInterface: 'cali1', rawPrefix: 'calico-drop: ' } });
    const fault = parseKernelPacket(bytes, 11, bytes.length);
    expect(fault).toMatchObject({ reason: 'two records in one line', at: 11 + whole.length });
  });

  it.each(['', 'audit: type=1400', 'IN=eth0 is down', 'IN=eth0', 'IN= OU', 'OUT=a IN=b', 'IN=a  OUT=b'])(
    'skips %j',
    (message) => expect(fateOf(message)).toBe('skip: no packet log'),
  );
});

describe('interfaces and link layer', () => {
  const ethernet = { source: '1e:0a:36:33:f5:09', destination: 'ee:ee:ee:ee:ee:ee', etherType: 0x0800 };
  const tunnel = { source: '1.2.3.4', destination: '5.6.7.8' };

  it.each([
    [mac, ethernet],
    ['MAC=', undefined],
    ['', undefined],
    ['MAC=45:00:00:54', { raw: '45:00:00:54' }],
    [`MAC=${'0f:'.repeat(147)}10`, { raw: `${'0f:'.repeat(147)}10` }],
    ['MAC=45:00 TUNNEL=1.2.3.4->5.6.7.8', { raw: '45:00', tunnel }],
    ['MAC= TUNNEL=1.2.3.4->5.6.7.8', { tunnel }],
    ['MACSRC=1e:0a:36:33:f5:09 MACDST=ee:ee:ee:ee:ee:ee MACPROTO=0800', ethernet],
    [
      'MACSRC=1e:0a:36:33:f5:09 MACDST=ee:ee:ee:ee:ee:ee VPROTO=8100 VID=10 MACPROTO=0800',
      { ...ethernet, vlanProtocol: 0x8100, vlanId: 10 },
    ],
  ])('%s', (text, expected) => expect(link(text)).toEqual(expected));

  it.each([
    ['IN=br0 OUT=br0 PHYSIN=eth0 PHYSOUT=eth1', 'eth0', 'eth1'],
    ['IN=br0 PHYSIN=eth0 OUT=br0 PHYSOUT=eth1', 'eth0', 'eth1'],
    ['IN=br0 OUT= PHYSIN=eth1.999', 'eth1.999', ''],
    ['IN= OUT=br0 PHYSOUT=eth1', '', 'eth1'],
  ])('%s', (text, physicalIn, physicalOut) => {
    expect(packetOf(`${text} ${v4} ${tcp} `)).toMatchObject({ physicalIn, physicalOut });
  });

  it.each([
    'IN=a OUT=b ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 MACSRC=9a:67:5e:e2:62:83 IPSRC=10.44.2.4 MACDST=00:00:00:00:00:00 IPDST=169.254.1.1',
    'IN=a OUT= MACSRC=9a:67:5e:e2:62:83 MACDST=ff:ff:ff:ff:ff:ff MACPROTO=0806 ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 INCOMPLETE [4 bytes]',
    'IN=a OUT=b MAC source = 9a:67:5e:e2:62:83 MAC dest = ff:ff:ff:ff:ff:ff proto = 0x0806 ARP HTYPE=1, PTYPE=0x0800, OPCODE=1',
    'IN=a OUT= MACSRC=9a:67:5e:e2:62:83 MACDST=01:80:c2:00:00:0e MACPROTO=88cc ',
  ])('skips %s', (message) => expect(fateOf(message)).toBe('skip: not an IP packet'));
});

describe('network part', () => {
  it('keeps the two LEN= and the two ID= apart', () => {
    expect(headerOf(`${start} ${v4} PROTO=UDP SPT=1 DPT=53 LEN=40 `)).toMatchObject({ length: 60, l4: { length: 40 } });
    const echo = headerOf(`${start} ${v4} PROTO=ICMP TYPE=8 CODE=0 ID=7 SEQ=2 `);
    expect(echo).toMatchObject({ ipId: 204, l4: { id: 7, sequence: 2 } });
  });

  it('joins TOS and PREC, with or without 0x', () => {
    expect(classOf('TOS=0x1A PREC=0xA0')).toBe(0xba);
    expect(classOf('TOS=10 PREC=0xC0')).toBe(0xd0);
  });

  it('counts fragments in bytes: the log has units of 8 for IPv4, bytes for IPv6', () => {
    expect(headerOf(`${start} ${v4} MF FRAG:175 PROTO=UDP `)).toMatchObject({
      moreFragments: true,
      fragmentOffset: 1400,
      protocol: 17,
      l4: { kind: 'other' },
    });
    expect(headerOf(`${start} ${v6} OPT ( FRAG:1232 INCOMPLETE ID:abcdef01 ) PROTO=UDP `)).toMatchObject({
      moreFragments: true,
      fragmentOffset: 1232,
      ipId: 0xabcdef01,
      l4: { kind: 'other' },
    });
  });

  it('reads the bits and the options', () => {
    expect(headerOf(`${start} SRC=1.1.1.1 DST=2.2.2.2 LEN=60 ID=1 CE DF MF OPT (94040000) PROTO=2 `)).toMatchObject({
      reservedBit: true,
      dontFragment: true,
      moreFragments: true,
      ipOptions: '94040000',
      protocol: 2,
    });
  });

  it.each([
    ['', undefined, { kind: 'other' }],
    ['OPT ( ESP SPI=0x1000 )', 50, { kind: 'esp', spi: 0x1000 }],
    ['OPT ( ESP )', 50, { kind: 'other' }],
    ['OPT ( ESP INCOMPLETE [4 bytes] )', 50, { kind: 'incomplete', bytes: 4 }],
    ['OPT ( AH )', 51, { kind: 'other' }],
    ['OPT ( ) OPT ( AH SPI=0x5 ) PROTO=59', 59, { kind: 'other' }],
  ])('IPv6 %j', (text, protocol, expected) => {
    const header = headerOf(`${start} ${v6} ${text}`);
    expect([header.protocol, header.l4]).toEqual([protocol, expected]);
  });

  it('keeps the SPI of an authentication header before the transport', () => {
    expect(headerOf(`${start} ${v6} OPT ( AH SPI=0x5 ) ${tcp} `)).toMatchObject({ authenticationSpi: 5, protocol: 6 });
  });

  it('takes what the kernel calls truncated or unknown, and says so', () => {
    expect(packetOf(`${start} ${v4} TRUNCATED`)).toMatchObject({ cut: true, header: { l4: { kind: 'other' } } });
    expect(packetOf(`${start} ${v6} OPT ( TRUNCATED`)).toMatchObject({ cut: true });
    expect(packetOf(`${start} ${v6} Unknown Ext Hdr 43`)).toMatchObject({ cut: true, header: { protocol: 43 } });
    expect(fateOf(`${start} TRUNCATED`)).toBe('reject: truncated');
  });

  it('reads a later AH fragment, which has no PROTO=', () => {
    const header = headerOf(`${start} SRC=1.1.1.1 DST=2.2.2.2 LEN=52 TTL=63 ID=1 FRAG:3 `);
    expect(header).toMatchObject({ fragmentOffset: 24, l4: { kind: 'other' } });
    expect(header).not.toHaveProperty('protocol');
  });
});

describe('transport part', () => {
  it('tells the number ACK= from the flag ACK', () => {
    const text =
      'PROTO=TCP SPT=1 DPT=2 SEQ=3621638314 ACK=4253970834 WINDOW=16 RES=0x28 AE CWR ECE URG ACK PSH RST SYN FIN URGP=513';
    expect(l4(`${text} OPT (0101080A)`)).toEqual({
      kind: 'tcp',
      sourcePort: 1,
      destinationPort: 2,
      sequence: 3621638314,
      acknowledgement: 4253970834,
      window: 16,
      flags: ['AE', 'CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'],
      urgentPointer: 513,
      options: '0101080A',
    });
    expect(l4('PROTO=TCP SPT=1 DPT=2 SEQ=1 ACK=0 WINDOW=1 RES=0x00 SYN URGP=0')).toMatchObject({ flags: ['SYN'] });
    expect(l4('PROTO=TCP SPT=1 DPT=2 WINDOW=1 RES=0x00 URGP=0')).toMatchObject({ flags: [] });
    expect(l4('PROTO=TCP SPT=1 DPT=2 WINDOW=1 RES=0x00 SYN URGP=0 OPT (TRUNCATED)')).not.toHaveProperty('options');
  });

  it.each([
    ['PROTO=132', { kind: 'other' }],
    ['PROTO=SCTP SPT=2905 DPT=3868', { kind: 'other', sourcePort: 2905, destinationPort: 3868 }],
    ['PROTO=47', { kind: 'other' }],
    [
      'PROTO=UDPLITE SPT=4000 DPT=4001 LEN=8',
      { kind: 'udp', lite: true, sourcePort: 4000, destinationPort: 4001, length: 8 },
    ],
    ['PROTO=AH SPI=0x1001', { kind: 'ah', spi: 0x1001 }],
    ['PROTO=ESP SPI=0xc02ebf69', { kind: 'esp', spi: 0xc02ebf69 }],
    ['PROTO=ESP INCOMPLETE [4 bytes]', { kind: 'incomplete', bytes: 4 }],
    ['PROTO=TCP INCOMPLETE [8 bytes]', { kind: 'incomplete', bytes: 8 }],
    ['PROTO=TCP INCOMPLETE MARK=0x0', { kind: 'other' }],
    ['PROTO=ICMP INCOMPLETE [2 bytes]', { kind: 'incomplete', bytes: 2 }],
    ['PROTO=ICMP TYPE=3 CODE=3 INCOMPLETE [24 bytes]', { kind: 'incomplete', bytes: 24, icmpType: 3, icmpCode: 3 }],
    ['PROTO=ICMP TYPE=12 CODE=0 PARAMETER=20', { kind: 'icmp', version: 4, type: 12, code: 0, parameter: 20 }],
    ['PROTO=ICMP TYPE=13 CODE=0', { kind: 'icmp', version: 4, type: 13, code: 0 }],
    ['PROTO=ICMP TYPE=3 CODE=3 MARK=0x0', { kind: 'icmp', version: 4, type: 3, code: 3 }],
    ['PROTO=ICMP TYPE=3 CODE=1 [TRUNCATED]', { kind: 'icmp', version: 4, type: 3, code: 1 }],
  ])('%s', (text, expected) => expect(l4(text)).toEqual(expected));

  it('keeps what is in the brackets in the brackets', () => {
    const inner = 'SRC=10.0.0.2 DST=10.0.0.1 LEN=1500 TOS=0x00 PREC=0x00 TTL=60 ID=9 DF';
    const event = packetOf(
      `${start} ${v4} PROTO=ICMP TYPE=3 CODE=4 [${inner} PROTO=TCP INCOMPLETE [8 bytes] ] MTU=1400 MARK=0x2000000 `,
    );
    expect(event).toMatchObject({
      mark: 0x2000000,
      header: { source: '10.0.0.1', length: 60, ipId: 204, protocol: 1, l4: { kind: 'icmp', mtu: 1400 } },
    });
    expect(event.header.l4).toMatchObject({
      embedded: { source: '10.0.0.2', length: 1500, ipId: 9, protocol: 6, l4: { kind: 'incomplete', bytes: 8 } },
    });
    expect(event).not.toHaveProperty('cut');
  });

  it('reads an embedded ICMP error, an embedded ESP over IPv6 and a parameter problem', () => {
    const error = l4(`PROTO=ICMP TYPE=11 CODE=0 [${v4} PROTO=ICMP TYPE=3 CODE=4 MTU=1280 ]`);
    expect(error).toMatchObject({ embedded: { l4: { type: 3, mtu: 1280 } } });
    expect(l4v6(`PROTO=ICMPv6 TYPE=1 CODE=0 [${v6} ]`)).toMatchObject({
      embedded: { family: 6, l4: { kind: 'other' } },
    });
    expect(l4v6(`PROTO=ICMPv6 TYPE=1 CODE=0 [${v6} OPT ( ESP SPI=0x1 )]`)).toMatchObject({
      embedded: { l4: { spi: 1 } },
    });
    expect(l4v6(`PROTO=ICMPv6 TYPE=4 CODE=1 POINTER=00000028 [${v6} PROTO=253 ]`)).toMatchObject({
      version: 6,
      pointer: 0x28,
      embedded: { protocol: 253 },
    });
  });

  it('reads owner and mark', () => {
    expect(packetOf(`${start} ${v4} ${tcp} UID=0 GID=4294967295 MARK=0xffffffff `)).toMatchObject({
      uid: 0,
      gid: 0xffffffff,
      mark: 0xffffffff,
    });
    const plain = packetOf(whole);
    expect(plain.mark).toBe(0);
    expect(plain).not.toHaveProperty('uid');
  });

  it('passes over words of kernels to come', () => {
    expect(l4('NEW=1 PROTO=UDP SPT=1 DPT=2 XYZ LEN=8 NEWER=a')).toMatchObject({ sourcePort: 1, length: 8 });
  });
});

describe('bad input', () => {
  const without = (key: string) => whole.replace(new RegExp(` ${key}\\S+`), '');

  it.each([
    [without('SRC='), 'missing field'],
    [without('DST='), 'missing field'],
    [without('LEN='), 'missing field'],
    [without('SPT='), 'missing field'],
    [without('URGP='), 'truncated'],
    [without('PROTO='), 'missing field'],
    [whole.replace('10.0.0.1', '10.0.0.256'), 'bad address'],
    [whole.replace('10.0.0.1', '10.0.0'), 'bad address'],
    [whole.replace('10.0.0.1', '010.0.0.1'), 'bad address'],
    [whole.replace('10.0.0.1', ''), 'bad address'],
    [whole.replace('DST=10.0.0.2', 'DST=::1'), 'bad address'],
    [whole.replace('DPT=8080', 'DPT=65536'), 'bad number'],
    [whole.replace('DPT=8080', 'DPT=99999999999999999999'), 'bad number'],
    [whole.replace('DPT=8080', 'DPT=-1'), 'bad number'],
    [whole.replace('DPT=8080', 'DPT='), 'bad number'],
    [whole.replace('DPT=8080', 'DPT=80x'), 'bad number'],
    [whole.replace('TTL=63', 'TTL=256'), 'bad number'],
    [whole.replace('LEN=60', 'LEN=65536'), 'bad number'],
    [whole.replace('TOS=0x00', 'TOS=0x100'), 'bad number'],
    [`${whole}MARK=0x100000000`, 'bad number'],
    [whole.replace('PROTO=TCP', 'PROTO=256'), 'bad number'],
    [whole.replace('PROTO=TCP', 'PROTO=tcp'), 'bad value'],
    [whole.replace('PROTO=TCP', 'PROTO=ICMPv6'), 'bad value'],
    [whole.replace('MAC=ee', 'MAC=eg'), 'bad value'],
    [whole.replace('OUT=eth0', 'OUT=sixteen-letters-'), 'bad value'],
    [whole.replace(' SYN', ' SYN\0'), 'bad value'],
    [whole.replace(' SYN', ' \x1b[31mSYN'), 'bad value'],
    [whole.replace(' SYN', ' \xff\xfe'), 'bad value'],
    [`${whole}] `, 'bad value'],
    [`${start} ${v4} PROTO=ICMP TYPE=3 CODE=1 [${v4} ${tcp} ] ] `, 'bad value'],
    [`${start} ${v4} PROTO=ICMP TYPE=3 CODE=1 [${v4} PROTO=ICMP TYPE=3 CODE=1 [${v4} ${tcp} ] ] `, 'bad value'],
    [`${start} ${v4} PROTO=ICMP TYPE=3 CODE=1 [${v4.replace('DST', 'D')} ${tcp} ] `, 'missing field'],
    [`${start} ${v4} PROTO=ICMP TYPE=3 CODE=1 [${v4} PROTO=TCP SPT=1 ] `, 'missing field'],
    [`${start} ${v6} PRTO=TCP SPT=1 DPT=2 `, 'missing field'],
  ])('%j is %s', (message, reason) => expect(fateOf(message)).toBe(`reject: ${reason}`));

  it.each([
    ['with a blank', whole + whole],
    ['without', whole.trimEnd() + whole],
    ['with an envelope', `${whole}Nov 21 09:50:28 node kernel: [ 12.5] ${whole}`],
    ['after a number', whole.trimEnd() + whole.slice('calico-drop: '.length)],
    ['the first one cut in an address', `IN=a OUT=b SRC=10.0.${whole}`],
    ['the first one cut after OUT=', `IN=a OUT=b ${whole}`],
    ['a glued prefix', `${whole}FORWARD${whole.slice('calico-drop: '.length)}`],
    ['after an embedded packet', `${start} ${v4} PROTO=ICMP TYPE=3 CODE=1 [${v4} ${tcp} ] ${whole}`],
    ['within the brackets', `${start} ${v4} PROTO=ICMP TYPE=3 CODE=1 [${v4} ${whole}`],
    ['ARP first', `IN=a OUT=b ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 ${whole}`],
    ['the middle lost', `${start} ${v4} PROTO=TCP SPT=1 ${v4} ${tcp} `],
  ])('two records, %s', (_, message) => expect(fateOf(message)).toBe('reject: two records in one line'));

  it('says where it stopped', () => {
    const message = whole.replace('DPT=8080', 'DPT=80x80');
    expect(parse(message)).toEqual({
      kind: 'reject',
      reason: 'bad number',
      at: message.indexOf('80x80'),
      detail: 'no number',
    });
  });

  it('rejects what is longer than any record, and still tells what it is', () => {
    const filler = 'x'.repeat(1024 * 1024);
    expect(fateOf(whole + filler)).toBe('reject: too long');
    expect(fateOf(`${filler} ${whole}`)).toBe('reject: too long');
    expect(fateOf(filler)).toBe('skip: no packet log');
    expect(fateOf(`${'p'.repeat(maxMessageBytes - whole.length)}${whole}`)).toBe('packet');
  });

  it('is linear in the length of hostile text', () => {
    expect(fateOf('IN='.repeat(300_000))).toBe('skip: no packet log');
    expect(fateOf('IN=a '.repeat(200_000))).toBe('skip: no packet log');
    expect(fateOf(`IN=a OUT=b SRC=1.1.1.1 ${'A '.repeat(20_000)}`)).toBe('reject: missing field');
  });

  it('drops NULs, line ends and blanks after the message', () => {
    for (const tail of ['\0', '\0\0', '\r', '\r\n', '   ', '']) {
      expect(packetOf(whole.trimEnd() + tail)).toEqual(packetOf(whole));
    }
  });
});

describe('lines cut anywhere', () => {
  const messages = fixtureLines('kernel-real.log').concat(fixtureLines('kernel-lab.log'));
  const cutPoints = messages.flatMap((message) =>
    Array.from({ length: message.length }, (_, at) => message.slice(0, at)),
  );

  it('are skipped or truncated before the fields of their protocol are there', () => {
    const needed = whole.indexOf('URGP=0') + 'URGP=0'.length;
    for (let at = 0; at < needed; at += 1) {
      expect(['skip: no packet log', 'reject: truncated']).toContain(fateOf(whole.slice(0, at)));
    }
    expect(fateOf(whole.slice(0, needed))).toBe('packet');
  });

  it('are packets after them, without what was cut', () => {
    const complete = `${start} ${v4} ${tcp} OPT (0204) UID=1 GID=2 MARK=0x10000 `;
    for (const text of ['O', 'OPT', 'OPT (02', 'OPT (0204) U', 'OPT (0204) UID=', 'OPT (0204) UID=1 GID=2 MARK=0x']) {
      expect(packetOf(`${start} ${v4} ${tcp} ${text}`)).toMatchObject({ cut: true, mark: 0 });
    }
    expect(packetOf(complete)).not.toHaveProperty('cut');
  });

  it('are packets without an embedded one when the bracket stays open', () => {
    const message = `${start} ${v4} PROTO=ICMP TYPE=3 CODE=1 [${v4} ${tcp} ] MARK=0x1 `;
    for (let at = message.indexOf('[') + 1; at < message.indexOf(']'); at += 1) {
      const event = packetOf(message.slice(0, at));
      expect(event).toMatchObject({ cut: true, header: { source: '10.0.0.1', l4: { kind: 'icmp', type: 3 } } });
      expect(event.header.l4).not.toHaveProperty('embedded');
    }
  });

  it('are never damaged in another way than by the cut', () => {
    const fates = new Set(cutPoints.map(fateOf));
    expect([...fates].toSorted()).toEqual([
      'packet',
      'reject: truncated',
      'skip: no packet log',
      'skip: not an IP packet',
    ]);
  });
});

describe('any bytes', () => {
  const seeds = fixtureLines('kernel-real.log');

  it('never throw', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }))
        .map(([line, edits]) => {
          const mutated = Buffer.from(line, 'latin1');
          for (const [at, value] of edits) if (at < mutated.length) mutated[at] = value;
          return new Uint8Array(mutated);
        }),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const result = parseKernelPacket(input, 0, input.length);
        const at = result.kind === 'reject' ? result.at : 0;
        expect(at).toBeLessThanOrEqual(input.length);
      }),
      { numRuns: 20_000 },
    );
  });
});
