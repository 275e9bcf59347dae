/** What is read of the wire format without protobufjs; whatever lies beyond is left to the general way. */

/** Longest message in bytes, so that the room that is reserved stays small. */
export const longestMessage = 16_384;

/** Deepest message in a message. */
export const mostDepth = 8;

/** What is read where there is no number, or one that is left to the general way. */
export const noNumber = -1;

/** A varint of so many bytes has 49 bits. */
export const mostVarintBytes = 7;

/** Greatest numbers of the two kinds. */
export const mostInt32 = 2_147_483_647;
export const mostUint32 = 4_294_967_295;

/** The tags in a `google.protobuf.Timestamp`: varints with the numbers 1 and 2. */
export const secondsTag = 0x08;
export const nanosTag = 0x10;
