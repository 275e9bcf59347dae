/** `--fields` over the JSON formats: the flows with some of their fields. */

import { compileResponseMask } from '../flow/response-mask.ts';
import type { FlowFormat } from './flow-format.ts';

/**
 * Returns `format` printing the fields of a flow that `paths` name, as if a server had been asked for them with a field mask.
 * Without paths it is `format` itself. Throws a UsageError for a path that is no field.
 */
export function projected(format: FlowFormat, paths: readonly string[] = []): FlowFormat {
  if (paths.length === 0) return format;
  const project = compileResponseMask({ paths });
  return {
    ...format,
    flow: (flow, response) => {
      const kept = project(response);
      return format.flow(kept.flow ?? flow, kept);
    },
  };
}
