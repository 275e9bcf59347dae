import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureLines, parse } from './kernel-packet-lines.ts';
import { plainParse, type PlainResult } from './plain-packet-parser.ts';

const messages = [
  ...['bridge', 'legacy-ct', 'legacy-noct', 'nft-noct-opts']
    .flatMap((name) => fixtureLines(`${name}.kmsg`))
    .map((record) => record.slice(record.indexOf(';') + 1)),
  ...fixtureLines('kernel-real.log'),
  ...fixtureLines('kernel-lab.log'),
  ...fixtureLines('nflog/ulogd-logemu.log'),
];

/** What the fast parser says, without the reason of a rejection. */
function fastParse(message: string): PlainResult {
  const result = parse(message);
  return result.kind === 'reject' ? { kind: 'reject' } : result;
}

type Mutation = (message: string) => string;

const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const letter = fc.constantFrom(...Array.from('0123456789abcdefxABCDEFINOUTRY=:.,-[]() '));

/** Applies `change` to the words of a message. */
function onWords(change: (words: string[]) => void): Mutation {
  return (message) => {
    const words = message.split(' ');
    change(words);
    return words.join(' ');
  };
}

const index = (at: number, count: number) => Math.floor(at * count);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  position.map((at) => onWords((words) => words.splice(index(at, words.length), 1))),
  position.map((at) => onWords((words) => words.splice(index(at, words.length), 0, words[index(at, words.length)]!))),
  fc
    .tuple(position, position)
    .map(([from, to]) =>
      onWords((words) => words.splice(index(to, words.length), 0, ...words.splice(index(from, words.length), 1))),
    ),
  fc.tuple(position, position, fc.nat(messages.length - 1)).map(([at, from, other]) =>
    onWords((words) => {
      const others = messages[other]!.split(' ');
      words[index(at, words.length)] = others[index(from, others.length)]!;
    }),
  ),
  position.map(
    (at): Mutation =>
      (message) =>
        message.slice(0, index(at, message.length)),
  ),
  position.map(
    (at): Mutation =>
      (message) =>
        message.slice(0, index(at, message.length)) + message.slice(index(at, message.length) + 1),
  ),
  fc.tuple(position, letter).map(
    ([at, character]): Mutation =>
      (message) =>
        message.slice(0, index(at, message.length)) + character + message.slice(index(at, message.length) + 1),
  ),
  fc.tuple(position, letter).map(
    ([at, character]): Mutation =>
      (message) =>
        message.slice(0, index(at, message.length)) + character + message.slice(index(at, message.length)),
  ),
  fc.tuple(fc.nat(messages.length - 1), fc.constantFrom('', ' ')).map(
    ([other, between]): Mutation =>
      (message) =>
        message + between + messages[other]!,
  ),
);

/** Fields in the kernel's order, each there or not, with numbers in and out of range. */
const generated = fc
  .tuple(
    fc.constantFrom('calico-drop: ', '', 'x IN=', 'a=b IN=c ', 'glued', '[UFW BLOCK] '),
    fc.constantFrom('eth0', '', 'cali76be879f658', 'a.b-c@d', 'sixteen-letters-'),
    fc.constantFrom(
      '',
      'MAC= ',
      'MAC=ee:ee:ee:ee:ee:ee:1e:0a:36:33:f5:09:08:00 ',
      'MAC=00:11 ',
      'MAC=0g ',
      'MACSRC=1e:0a:36:33:f5:09 MACDST=ee:ee:ee:ee:ee:ee MACPROTO=0800 ',
      'PHYSIN=eth1 PHYSOUT=eth2 ',
      'MAC=45:00 TUNNEL=1.2.3.4->5.6.7.8 ',
      'FUTURE=1 ',
    ),
    fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.constantFrom('1.2.3.256', '01.2.3.4', '1.2.3', '::', ':::', '1::2::3', '::ffff:1.2.3.4'),
    ),
    fc.oneof(fc.ipV4(), fc.ipV6()),
    fc.array(
      fc
        .tuple(
          fc.constantFrom(
            'LEN=',
            'TOS=0x',
            'TTL=',
            'ID=',
            'FRAG:',
            'TC=',
            'HOPLIMIT=',
            'FLOWLBL=',
            'SPT=',
            'DPT=',
            'SEQ=',
            'ACK=',
            'WINDOW=',
            'RES=0x',
            'URGP=',
            'TYPE=',
            'CODE=',
            'MTU=',
            'SPI=0x',
            'UID=',
            'MARK=0x',
            'PROTO=',
          ),
          fc.oneof(fc.nat(70_000), fc.constantFrom(0, 1, 6, 255, 256, 65_535, 4_294_967_295, 4_294_967_296)),
        )
        .map(([key, value]) => `${key}${value}`),
      { maxLength: 4 },
    ),
    fc.constantFrom(
      'LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=56743 DF PROTO=TCP SPT=56248 DPT=80 WINDOW=29200 RES=0x00 SYN URGP=0 ',
      'LEN=60 TC=0 HOPLIMIT=63 FLOWLBL=0 PROTO=UDP SPT=53 DPT=5353 LEN=28 ',
      'LEN=60 TC=0 HOPLIMIT=63 FLOWLBL=0 OPT ( AH SPI=0x1 ) OPT ( ESP SPI=0x2 )',
      'LEN=60 TC=0 HOPLIMIT=63 FLOWLBL=0 OPT ( AH INCOMPLETE [4 bytes] )',
      'LEN=60 TC=0 HOPLIMIT=63 FLOWLBL=0 Unknown Ext Hdr 43',
      'LEN=60 ID=1 TRUNCATED',
      'LEN=84 ID=1 PROTO=ICMP TYPE=5 CODE=1 GATEWAY=1.2.3.4 [SRC=1.1.1.1 DST=2.2.2.2 LEN=20 PROTO=TCP INCOMPLETE [8 bytes] ] MARK=0x1 ',
      'LEN=84 ID=1 PROTO=ICMP TYPE=3 CODE=1 [TRUNCATED] ',
      'LEN=84 ID=1 FRAG:9 PROTO=SCTP SPT=1 DPT=2 ',
      'LEN=84 PROTO=AH SPI=0x1001 ',
    ),
  )
  .map(
    ([prefix, device, mac, source, destination, extra, rest]) =>
      `${prefix}IN=${device} OUT=eth1 ${mac}SRC=${source} DST=${destination} ${rest}${extra.join(' ')}`,
  );

describe('the fast parser and a plain one', () => {
  it.each(messages)('agree on %s', (message) => {
    expect(fastParse(message)).toEqual(plainParse(message));
  });

  it('agree on mutated lines', () => {
    const property = fc.property(
      fc.nat(messages.length - 1),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      (line, mutations) => {
        const message = mutations.reduce((text, mutate) => mutate(text), messages[line]!);
        expect(fastParse(message)).toEqual(plainParse(message));
      },
    );
    fc.assert(property, { numRuns: 1_500_000 });
  });

  it('agree on generated lines', () => {
    fc.assert(
      fc.property(generated, (message) => {
        expect(fastParse(message)).toEqual(plainParse(message));
      }),
      { numRuns: 300_000 },
    );
  });
});
