/** Lists as indented JSON, as `hubble list … -o json` prints them. */

// What Go's encoding/json escapes besides the control characters; outside strings none of these can stand.
const escapedByGo = /[<>&\u2028\u2029]/g;

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Returns `objects`, each one object in protobuf's JSON mapping (64-bit integers are strings there, so nothing is lost
 * on the way), as an array indented by two blanks, ended by a newline. No objects are `[]`.
 */
export function jsonListText(objects: readonly string[]): string {
  const list: readonly unknown[] = objects.map((object): unknown => JSON.parse(object));
  return `${JSON.stringify(list, null, 2).replace(escapedByGo, unicodeEscape)}\n`;
}
