/** Names of policies as Felix writes them into log prefixes. */

import { UsageError } from '../base/errors.ts';
import type { Policy } from '../flow/policy.ts';

/**
 * Kinds by Felix's short name. The long names are those of the resources; Calico's own NetworkPolicy carries Calico in
 * its name, as Kubernetes has a kind of the same name.
 */
const kindsByShortName: ReadonlyMap<string, string> = new Map([
  ['np', 'CalicoNetworkPolicy'],
  ['gnp', 'GlobalNetworkPolicy'],
  ['snp', 'StagedNetworkPolicy'],
  ['sgnp', 'StagedGlobalNetworkPolicy'],
  ['sknp', 'StagedKubernetesNetworkPolicy'],
  ['knp', 'NetworkPolicy'],
  ['kcnp', 'ClusterNetworkPolicy'],
  ['pro', 'Profile'],
  ['unknown', ''],
]);

/** Felix's short names of policy kinds. */
export const policyKindShortNames: readonly string[] = [...kindsByShortName.keys()];

/** A policy as a log prefix names it; what the prefix did not hold is absent. */
export interface LoggedPolicy {
  readonly tier?: string;
  /** Felix's short name of the kind, such as `np`. */
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Returns the policy in the terms of the flow schema, or undefined when the prefix held no name. */
export function toFlowPolicy(logged: LoggedPolicy): Policy | undefined {
  if (logged.name === undefined || logged.name === '') return undefined;
  const kind = kindsByShortName.get(logged.kind ?? '') ?? '';
  return {
    name: logged.name,
    ...(logged.namespace !== undefined && logged.namespace !== '' && { namespace: logged.namespace }),
    ...(kind !== '' && { kind }),
  };
}

/**
 * Returns the policy a known-policy text names: `[TIER|][KIND:][NAMESPACE/]NAME`, such as `np:shop/allow-web`.
 *
 * @throws UsageError when the kind is not one of Felix's short names or the name is empty
 */
export function parseKnownPolicy(text: string): LoggedPolicy {
  const bar = text.indexOf('|');
  const colon = text.indexOf(':', bar + 1);
  const slash = text.indexOf('/', Math.max(bar, colon) + 1);
  const kind = colon < 0 ? undefined : text.slice(bar + 1, colon);
  const name = text.slice(Math.max(bar, colon, slash) + 1);
  if (name === '' || (kind !== undefined && !kindsByShortName.has(kind))) {
    throw new UsageError(`known policy "${text}" is not understood`, {
      code: 'policy/known-policy',
      hint: `write [TIER|][KIND:][NAMESPACE/]NAME with KIND one of ${policyKindShortNames.join(', ')}`,
    });
  }
  return {
    ...(bar > 0 && { tier: text.slice(0, bar) }),
    ...(kind !== undefined && { kind }),
    ...(slash > 0 && { namespace: text.slice(Math.max(bar, colon) + 1, slash) }),
    name,
  };
}
