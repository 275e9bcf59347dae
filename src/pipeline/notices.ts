/** Notices about a window of flows, for stderr: what is missing in it and what to do. Plain text without a final newline. */

/**
 * Returns the notice for a window that holds flows of `Log` rules and not one verdict. Open-source Calico of today writes
 * no `calico-drop` line, so this is what its users see first.
 *
 * @param count flows of `Log` rules in the window
 */
export function logRuleNotice(count: number): string {
  const [lines, carry] = count === 1 ? ['1 flow', 'carries'] : [`${count} flows`, 'carry'];
  return (
    `${lines} of Calico Log rules in this window ${carry} no verdict: a Log rule decides nothing. Two ways on: ` +
    `map your prefix to what the next rule does, such as --prefix-verdict 'calico-packet*=AUDITED', ` +
    `or use staged policies, whose verdicts Goldmane reports.`
  );
}

/**
 * Returns the notice for a window with verdicts that rest on an assumed mode.
 *
 * @param mode the mode that was assumed, such as `LogAndDrop`
 */
export function assumedModeNotice(mode: string): string {
  return (
    `verdicts rest on an assumed drop action override of ${mode}, as nothing is configured: ` +
    `a calico-drop line does not say whether the packet went on. Give --drop-action-override or --felix-config.`
  );
}
