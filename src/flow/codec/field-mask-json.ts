/** The JSON form of `google.protobuf.FieldMask`: one string of lowerCamel paths. */

import { UnprintableMessageError } from './json-errors.ts';
import { quoteJson } from './json-text.ts';
import { jsonName } from './schema.ts';

const validPath = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** Returns the schema's spelling of a lowerCamel path: each capital becomes an underscore and its small letter. */
function protoPath(path: string): string {
  return path.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Returns the paths in lowerCamel, joined by commas. Throws an UnprintableMessageError for one that would not come back
 * (`IP`, `Type` and `Summary` of a flow are such).
 */
export function fieldMaskJson(paths: readonly string[]): string {
  const camel = paths.map((path) => {
    const spelled = jsonName(path);
    if (validPath.test(path) && protoPath(spelled) === path) return spelled;
    throw new UnprintableMessageError(`google.protobuf.FieldMask.paths contains irreversible value ${quoteJson(path)}`);
  });
  return camel.join(',');
}

/** Returns the paths of a JSON field mask in the schema's spelling, or undefined when a path is none. */
export function parseFieldMaskJson(text: string): readonly string[] | undefined {
  if (text === '') return [];
  const paths = text.split(',');
  const spelled = paths.map(protoPath);
  return paths.some((path) => path.includes('_')) || !spelled.every((path) => validPath.test(path))
    ? undefined
    : spelled;
}
