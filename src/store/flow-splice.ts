/** Adding a field to the flow of an encoded response without decoding either. */

/** Tag of `flow` in `observer.GetFlowsResponse`: field 1, length-delimited. It is the first field of a response that has one. */
const flowTag = 0x0a;

/**
 * Returns the encoded response with `field` (tag and all) at the end of its flow. The length before the flow is the only other thing that
 * changes: messages around it have none.
 */
export function insertIntoFlow(response: Uint8Array, field: Uint8Array): Uint8Array {
  const { value: length, next: flowStart } = readVarint(response, 1);
  const flowEnd = flowStart + length;
  const head = [flowTag, ...varint(length + field.length)];
  const made = new Uint8Array(head.length + length + field.length + response.length - flowEnd);
  made.set(head);
  made.set(response.subarray(flowStart, flowEnd), head.length);
  made.set(field, head.length + length);
  made.set(response.subarray(flowEnd), head.length + length + field.length);
  return made;
}

function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let scale = 1;
  for (let at = start; ; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
    scale *= 128;
  }
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left & 0x7f) | 0x80);
  return [...bytes, left];
}
