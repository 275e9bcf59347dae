/** Names of ICMP types and codes, as the packet decoder behind Hubble's server prints them. */

interface IcmpType {
  readonly name: string;
  /** Absent: the type has no codes of its own. */
  readonly codes?: readonly (string | undefined)[];
}

const icmpv4Types: ReadonlyMap<number, IcmpType> = new Map<number, IcmpType>([
  [0, { name: 'EchoReply' }],
  [
    3,
    {
      name: 'DestinationUnreachable',
      codes: [
        'Net',
        'Host',
        'Protocol',
        'Port',
        'FragmentationNeeded',
        'SourceRoutingFailed',
        'NetUnknown',
        'HostUnknown',
        'SourceIsolated',
        'NetAdminProhibited',
        'HostAdminProhibited',
        'NetTOS',
        'HostTOS',
        'CommAdminProhibited',
        'HostPrecedence',
        'PrecedenceCutoff',
      ],
    },
  ],
  [4, { name: 'SourceQuench' }],
  [5, { name: 'Redirect', codes: ['Net', 'Host', 'TOS+Net', 'TOS+Host'] }],
  [8, { name: 'EchoRequest' }],
  [9, { name: 'RouterAdvertisement' }],
  [10, { name: 'RouterSolicitation' }],
  [11, { name: 'TimeExceeded', codes: ['TTLExceeded', 'FragmentReassemblyTimeExceeded'] }],
  [12, { name: 'ParameterProblem', codes: ['PointerIndicatesError', 'MissingOption', 'BadLength'] }],
  [13, { name: 'TimestampRequest' }],
  [14, { name: 'TimestampReply' }],
  [15, { name: 'InfoRequest' }],
  [16, { name: 'InfoReply' }],
  [17, { name: 'AddressMaskRequest' }],
  [18, { name: 'AddressMaskReply' }],
]);

// Multicast listener messages are not in that decoder's table: Hubble shows their numbers.
const icmpv6Types: ReadonlyMap<number, IcmpType> = new Map<number, IcmpType>([
  [
    1,
    {
      name: 'DestinationUnreachable',
      codes: [
        'NoRouteToDst',
        'AdminProhibited',
        'BeyondScopeOfSrc',
        'AddressUnreachable',
        'PortUnreachable',
        'SrcAddressFailedPolicy',
        'RejectRouteToDst',
      ],
    },
  ],
  [2, { name: 'PacketTooBig' }],
  [3, { name: 'TimeExceeded', codes: ['HopLimitExceeded', 'FragmentReassemblyTimeExceeded'] }],
  [
    4,
    { name: 'ParameterProblem', codes: ['ErroneousHeaderField', 'UnrecognizedNextHeader', 'UnrecognizedIPv6Option'] },
  ],
  [128, { name: 'EchoRequest' }],
  [129, { name: 'EchoReply' }],
  [133, { name: 'RouterSolicitation' }],
  [134, { name: 'RouterAdvertisement' }],
  [135, { name: 'NeighborSolicitation' }],
  [136, { name: 'NeighborAdvertisement' }],
  [137, { name: 'Redirect' }],
]);

/**
 * Returns the name of an ICMP message, such as `EchoRequest` or `DestinationUnreachable(Port)`; an unknown code as
 * `TimeExceeded(Code: 9)`, an unknown type as `143(0)`.
 */
export function icmpName(version: 4 | 6, type: number, code: number): string {
  const known = (version === 4 ? icmpv4Types : icmpv6Types).get(type);
  if (known === undefined) return `${type}(${code})`;
  if (known.codes === undefined) return code === 0 ? known.name : `${known.name}(Code: ${code})`;
  return `${known.name}(${known.codes[code] ?? `Code: ${code}`})`;
}
