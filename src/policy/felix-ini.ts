/** `felix.cfg`, Felix's own file on a node: an INI file whose keys are Felix's parameter names in any letter case. */

import { UsageError } from '../base/errors.ts';
import {
  checkFelixSettings,
  felixSettingNames,
  type FelixObject,
  type FelixSettingName,
  type RawFelixSettings,
} from './felix-settings.ts';

const namesByLowerCase: ReadonlyMap<string, FelixSettingName> = new Map(
  felixSettingNames.map((name) => [name.toLowerCase(), name]),
);

const headerPattern = /^\[[^\]]*\]$/;
const quotedPattern = /^(["'])(.*)\1$/;

/** Returns whether `text` looks like `felix.cfg` rather than YAML: its first line with content is an INI header or `Key = value`. */
export function looksLikeFelixIni(text: string): boolean {
  const first = text.split('\n').find((line) => line.trim() !== '' && !/^\s*[#;]/.test(line)) ?? '';
  return headerPattern.test(first.trim()) || /^\s*[A-Za-z]\w*\s*=/.test(first);
}

function unquote(value: string): string {
  return quotedPattern.exec(value)?.[2] ?? value;
}

function readLine(line: string, place: string): readonly [FelixSettingName, string] | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#') || text.startsWith(';') || headerPattern.test(text)) return undefined;
  const sign = text.search(/[=:]/);
  if (sign <= 0) {
    throw new UsageError(`${place}: not understood: "${text}"`, {
      code: 'policy/felix-file',
      hint: 'felix.cfg holds [section] headers, comments and Key = value lines',
    });
  }
  const name = namesByLowerCase.get(text.slice(0, sign).trim().toLowerCase());
  return name === undefined ? undefined : [name, unquote(text.slice(sign + 1).trim())];
}

/**
 * Returns the settings of a `felix.cfg`. Sections do not matter and a later line wins, as in Felix; keys of other
 * settings are passed over.
 *
 * @throws UsageError that names the file, the line or key, and the allowed values
 */
export function parseFelixIni(text: string, path: string): FelixObject {
  const raw: Partial<Record<FelixSettingName, string>> = {};
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const entry = readLine(line, `${path}:${index + 1}`);
    if (entry !== undefined) raw[entry[0]] = entry[1];
  }
  const settings = checkFelixSettings(raw satisfies RawFelixSettings, (name) => `${path}: ${name}`);
  return { scope: { kind: 'file' }, name: path, origin: path, settings };
}
