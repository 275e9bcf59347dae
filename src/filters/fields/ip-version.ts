/** FlowFilter.ip_version. */

import { noFlow, type FieldCompiler } from '../predicate.ts';

/** Holds for one of these IP versions; code 0 is a flow whose IP layer names none. */
export const compileIpVersion: FieldCompiler<number> = (values) => {
  const versions = new Set(values);
  return (flow) => flow !== noFlow && versions.has(flow.IP?.ipVersion ?? 0);
};
