/** The schema of all services and messages, as reflection and CEL need it. */

import descriptorSet from './generated/descriptor-set.json' with { type: 'json' };

/** Returns the encoded `google.protobuf.FileDescriptorSet` of `proto/` and of the well-known types it imports. */
export function descriptorSetBytes(): Uint8Array {
  return Buffer.from(descriptorSet.base64, 'base64');
}
