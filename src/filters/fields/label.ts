/** FlowFilter.source_label, destination_label, node_labels: Kubernetes label selectors. */

import type { Flow } from '../../flow/flow.ts';
import { parseSelector, selects, type LabelSelector } from '../label-selector.ts';
import { parseLabels } from '../label-set.ts';
import { filterError, type FieldCompiler } from '../predicate.ts';

function selectorOf(text: string, field: string): LabelSelector {
  const result = parseSelector(text);
  if (!result.ok) throw filterError(`invalid ${field} label filter: ${result.reason}`);
  return result.selector;
}

/** Holds when the labels `labelsOf` returns fit one of the selectors. `field` names the filter in an error. */
export function compileLabel(
  field: 'source' | 'destination' | 'node',
  labelsOf: (flow: Flow) => readonly string[] | undefined,
): FieldCompiler<string> {
  return (values) => {
    const selectors = values.map((text) => selectorOf(text, field));
    return (flow) => {
      const labels = parseLabels(labelsOf(flow) ?? []);
      return selectors.some((selector) => selects(selector, labels));
    };
  };
}
