/** Name patterns as regular expressions (RE2): the wildcard stands for what it stands for in the filters. */

import { literalPattern } from './cel-quote.ts';

const wildcard = '[-.0-9a-z]*';
const anyElement = String.raw`[-0-9_a-z]+(?:\.[-0-9_a-z]+)*`;
const defaultCluster = 'default';

function canonicalName(pattern: string): string {
  return pattern.trim().replace(/\.$/, '').toLowerCase();
}

function patternOf(name: string): string {
  return canonicalName(name).split(/\*+/).map(literalPattern).join(wildcard);
}

function elementOf(name: string): string {
  return name === '' ? anyElement : patternOf(name);
}

/** Returns the regular expression for a domain name pattern such as `*.example.com`. */
export function domainPattern(pattern: string): string {
  return `^${patternOf(pattern)}$`;
}

/** Returns the regular expression for `[cluster/]node`, over node names that may lack the cluster `default`. */
export function nodePattern(pattern: string): string {
  const slash = pattern.indexOf('/');
  const cluster = elementOf(slash < 0 ? '' : pattern.slice(0, slash));
  const node = elementOf(pattern.slice(slash + 1));
  const isDefaultToo = new RegExp(`^${cluster}$`).test(defaultCluster);
  return isDefaultToo ? `^(?:${cluster}/)?${node}$` : `^${cluster}/${node}$`;
}
