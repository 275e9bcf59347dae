/** What Kubernetes takes as the key and the value of a label, with its words for what it does not. */

const longestName = 63;
const longestPrefix = 253;
const name = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

const nameRule =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function tooLong(most: number): string {
  return `must be no more than ${most} bytes`;
}

function prefixFaults(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  const faults: string[] = [];
  if (Buffer.byteLength(prefix) > longestPrefix) faults.push(`prefix part ${tooLong(longestPrefix)}`);
  if (!subdomain.test(prefix)) faults.push(`prefix part ${subdomainRule}`);
  return faults;
}

function nameFaults(text: string): string[] {
  const faults: string[] = [];
  if (text === '') faults.push('name part must be non-empty');
  if (Buffer.byteLength(text) > longestName) faults.push(`name part ${tooLong(longestName)}`);
  if (!name.test(text)) faults.push(`name part ${nameRule}`);
  return faults;
}

/** Returns why `key` is no label key, `[prefix/]name`, or undefined. */
export function labelKeyFault(key: string): string | undefined {
  const parts = key.split('/');
  if (parts.length > 2) {
    return `a qualified name ${nameRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
  }
  const faults = [...(parts.length === 2 ? prefixFaults(parts[0] ?? '') : []), ...nameFaults(parts.at(-1) ?? '')];
  return faults.length === 0 ? undefined : faults.join('; ');
}

/** Returns why `value` is no label value, or undefined. */
export function labelValueFault(value: string): string | undefined {
  const faults: string[] = [];
  if (Buffer.byteLength(value) > longestName) faults.push(tooLong(longestName));
  if (value !== '' && !name.test(value)) faults.push(valueRule);
  return faults.length === 0 ? undefined : faults.join('; ');
}
