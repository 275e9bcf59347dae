/** Facilities and severities of syslog (RFC 5424, 6.2.1) by the names that tools print. */

const facilityNames = [
  ['kern'],
  ['user'],
  ['mail'],
  ['daemon'],
  ['auth', 'security'],
  ['syslog'],
  ['lpr'],
  ['news'],
  ['uucp'],
  ['cron'],
  ['authpriv'],
  ['ftp'],
  ['ntp'],
  ['audit'],
  ['alert'],
  ['clock'],
  ['local0'],
  ['local1'],
  ['local2'],
  ['local3'],
  ['local4'],
  ['local5'],
  ['local6'],
  ['local7'],
] as const;

const severityNames = [
  ['emerg', 'panic'],
  ['alert'],
  ['crit'],
  ['err', 'error'],
  ['warning', 'warn'],
  ['notice'],
  ['info'],
  ['debug'],
] as const;

/** Returns the code of the row that holds `name`. */
function codeIn(table: readonly (readonly string[])[], name: string): number | undefined {
  const code = table.findIndex((names) => names.includes(name.toLowerCase()));
  return code < 0 ? undefined : code;
}

/** Returns the facility number of `kern`, `user` …, in any letter case. */
export function facilityCode(name: string): number | undefined {
  return codeIn(facilityNames, name);
}

/** Returns the severity number of `emerg`, `warn`, `warning` …, in any letter case. */
export function severityCode(name: string): number | undefined {
  return codeIn(severityNames, name);
}
