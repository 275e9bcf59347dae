/** Wire types of the encoding (protobuf encoding guide): what follows a tag. */
export const WireType = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;
