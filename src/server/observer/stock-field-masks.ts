/**
 * The field masks Hubble's own client asks with when it prints text. They leave out fields which that very text shows, so a server
 * that keeps to them makes it print `none TRAFFIC_DIRECTION_UNKNOWN` and addresses in place of names.
 */

import { stockFieldMasks } from '../../flow/stock-field-masks.ts';

/** What the text of compact, dict and table shows besides: direction, match, names, policies, capture points. */
const shownBesides = [
  'traffic_direction',
  'policy_match_type',
  'source_names',
  'destination_names',
  'auth_type',
  'debug_capture_point',
  'sock_xlate_point',
  'ingress_allowed_by',
  'ingress_denied_by',
  'egress_allowed_by',
  'egress_denied_by',
];

/**
 * Returns the paths to answer with: for a stock default mask, in any order, those of it and what its text shows besides; every
 * other mask is what somebody wants, and comes back as it is.
 */
export function withShownFields(paths: readonly string[]): readonly string[] {
  const asked = new Set(paths);
  const isStock = Object.values(stockFieldMasks).some(
    (stock) => stock.length === asked.size && stock.every((path) => asked.has(path)),
  );
  return isStock ? [...paths, ...shownBesides] : paths;
}
