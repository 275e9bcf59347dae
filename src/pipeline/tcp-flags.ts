/** TCP flags of the log as the schema's message and as Hubble's summary. */

import type { TCPFlags } from '../flow/l4.ts';

/** Flags in the order Hubble's server lists them. */
const summaryOrder = ['SYN', 'ACK', 'RST', 'FIN', 'PSH', 'URG', 'ECE', 'CWR', 'NS'] as const;

// The kernel prints the ninth flag by its new name (Accurate ECN); the schema has the old one.
const bitByName: ReadonlyMap<string, number> = new Map([
  ...summaryOrder.map((name, index) => [name, 1 << index] as const),
  ['AE', 1 << summaryOrder.indexOf('NS')],
]);

/** One combination of flags. */
export interface TcpFlagSet {
  readonly flags: TCPFlags;
  /** `TCP Flags: SYN, ACK`; with no flag set the text ends after the colon and a blank, as Hubble's does. */
  readonly summary: string;
  /** SYN without ACK: the packet that opens a connection. */
  readonly opens: boolean;
}

function flagSet(bits: number): TcpFlagSet {
  const names = summaryOrder.filter((_name, index) => (bits & (1 << index)) !== 0);
  return {
    flags: Object.fromEntries(names.map((name) => [name, true])),
    summary: `TCP Flags: ${names.join(', ')}`,
    opens: names.includes('SYN') && !names.includes('ACK'),
  };
}

/** Reads flags; each combination is made once. */
export interface TcpFlagReader {
  /** Returns the set of the flags with these names; other names are passed over. */
  read(names: readonly string[]): TcpFlagSet;
}

/** Returns a reader. */
export function createTcpFlagReader(): TcpFlagReader {
  const made: (TcpFlagSet | undefined)[] = [];
  return {
    read(names) {
      let bits = 0;
      for (const name of names) bits |= bitByName.get(name) ?? 0;
      return (made[bits] ??= flagSet(bits));
    },
  };
}
