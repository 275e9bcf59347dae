/** FlowFilter.encrypted. */

import type { FieldCompiler } from '../predicate.ts';

/** Holds by the encryption mark of the IP layer; a flow without one is not encrypted. */
export const compileEncrypted: FieldCompiler<boolean> = (values) => {
  const wanted = new Set(values);
  return (flow) => wanted.has(flow.IP?.encrypted ?? false);
};
