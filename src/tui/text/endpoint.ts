/** Names of endpoints in little room. */

import { fit, pad, shorten } from './fit.ts';
import { textWidth } from './width.ts';

/** An endpoint in parts, clean already. */
export interface EndpointName {
  /** Empty where there is none. */
  readonly namespace: string;
  readonly name: string;
  /** What follows the name at any rate, such as `:5432`; empty where there is none. */
  readonly port: string;
}

// `core…-x7k`: below this the middle of a pod's name says nothing any more, and the namespace goes instead.
const leastName = 9;

/**
 * Returns the endpoint in at most `width` cells. The name is shortened in the middle (`kube-system/core…-x7k`); where too
 * little of it would stay the namespace is left out; the port is the last to go.
 */
export function shortenEndpoint(endpoint: EndpointName, width: number, ellipsis = '…'): string {
  const { namespace, name, port } = endpoint;
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const whole = prefix + name + port;
  if (textWidth(whole) <= width) return whole;
  const portWidth = textWidth(port);
  const room = width - textWidth(prefix) - portWidth;
  if (prefix !== '' && room >= Math.min(leastName, textWidth(name))) {
    return prefix + shorten(name, room, 'middle', ellipsis) + port;
  }
  const alone = width - portWidth;
  return alone > 0 ? shorten(name, alone, 'middle', ellipsis) + port : shorten(name, width, 'middle', ellipsis);
}

/** Returns the endpoint in exactly `width` cells (see `shortenEndpoint`). */
export function fitEndpoint(endpoint: EndpointName, width: number, ellipsis = '…'): string {
  // A wide character can leave the shortened name a cell wider than asked where nothing else was left to cut.
  return fit(pad(shortenEndpoint(endpoint, width, ellipsis), width), width, 'end', ellipsis);
}
