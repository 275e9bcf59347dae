/** The path of a URL as Go's `url.ParseRequestURI` finds it, which the HTTP path filter looks at. */

const control = /[\u0000-\u001f\u007f]/;
const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/;
const userInfo = /^(?:[a-zA-Z0-9\-._:~!$&'()*+,;=@]|%[0-9a-fA-F]{2})*$/;
// In a host, an escape may stand for bytes outside ASCII alone.
const hostName = /^(?:[a-zA-Z0-9\-_.~!$&'()*+,;=<>"]|[^\u0000-\u007f]|%[89a-fA-F][0-9a-fA-F])*(?::\d*)?$/;
const bracketedHost = /^\[[0-9a-fA-F:.]*(?:%25(?:[a-zA-Z0-9\-._~]|%[0-9a-fA-F]{2})+)?\](?::\d*)?$/;

function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@');
  const host = text.slice(at + 1);
  return (at < 0 || userInfo.test(text.slice(0, at))) && (hostName.test(host) || bracketedHost.test(host));
}

/** Decodes escapes; undefined when one is incomplete. Bytes that are no UTF-8 become U+FFFD. */
function unescape(path: string): string | undefined {
  if (!path.includes('%')) return path;
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  const latin1 = Buffer.from(path, 'utf8')
    .toString('latin1')
    .replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

function pathAfterScheme(rest: string, hasScheme: boolean): string | undefined {
  // A fragment is no part of a request, so `#` is a character like any other.
  const [hierarchy = ''] = rest.split('?', 1);
  // As in `mailto:someone`: what follows the scheme is no path.
  if (!hierarchy.startsWith('/')) return hasScheme ? '' : undefined;
  if (!hasScheme || !hierarchy.startsWith('//')) return unescape(hierarchy);
  const end = hierarchy.indexOf('/', 2);
  const authority = end < 0 ? hierarchy.slice(2) : hierarchy.slice(2, end);
  if (!isAuthority(authority)) return undefined;
  return end < 0 ? '' : unescape(hierarchy.slice(end));
}

/**
 * Returns the decoded path of `url`: an absolute URL or an absolute path; empty where the URL has none. Undefined for what
 * Go does not take as the target of a request.
 */
export function requestPath(url: string): string | undefined {
  if (control.test(url) || url === '') return undefined;
  if (url === '*') return '*';
  const match = scheme.exec(url);
  if (match === null && url.startsWith(':')) return undefined;
  return pathAfterScheme(match === null ? url : url.slice(match[0].length), match !== null);
}
