/** FlowFilter.interface. */

import type { NetworkInterface } from '../../flow/flow.ts';
import type { FieldCompiler } from '../predicate.ts';

function fits(filter: NetworkInterface, device: NetworkInterface): boolean {
  const index = filter.index ?? 0;
  const name = filter.name ?? '';
  return (index === 0 || index === (device.index ?? 0)) && (name === '' || name === (device.name ?? ''));
}

/** Holds for one of these interfaces; an empty name or index 0 is any. A flow without an interface never matches. */
export const compileInterface: FieldCompiler<NetworkInterface> =
  (values) =>
  ({ interface: device }) =>
    device !== undefined && values.some((filter) => fits(filter, device));
