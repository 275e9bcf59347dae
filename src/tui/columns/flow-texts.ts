/** What the columns of the flow table say of a flow, before anything is cut: clean, in all lengths there are. */

import { unpackFlowExtension } from '../../flow/codec/extension.ts';
import { enumName } from '../../flow/enum-table.ts';
import { TrafficDirection } from '../../flow/enums.ts';
import { VerdictBasis, type FlowExtension } from '../../flow/flow-extension.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Layer4 } from '../../flow/l4.ts';
import { MonitorEventType, policyMatchName } from '../../flow/monitor.ts';
import { Verdict } from '../../flow/verdict.ts';
import { flowHosts, flowPorts } from '../../output/columns/host.ts';
import { plainPalette } from '../../output/columns/palette.ts';
import { summaryText } from '../../output/columns/summary.ts';
import { flowTypeText } from '../../output/columns/type.ts';
import { policyNamesText, verdictWord } from '../../output/columns/verdict.ts';
import type { SeenFlow } from '../state/timeline-entry.ts';
import { cleanLine } from '../text/clean.ts';
import type { EndpointName } from '../text/endpoint.ts';
import type { Theme } from '../theme/tones.ts';

/** The verdict in four lengths. */
export interface VerdictTexts {
  /** `AUDITED`. */
  readonly word: string;
  /** `INGRESS AUDITED`. */
  readonly directed: string;
  /** `none (INGRESS AUDITED)`. */
  readonly full: string;
  /** The policies that decided, ` BY allow-db (NetworkPolicy)`; empty when none is recorded. */
  readonly by: string;
}

/** Texts of the columns. */
export interface FlowTexts {
  readonly node: EndpointName;
  readonly source: EndpointName;
  readonly destination: EndpointName;
  /** `:5432`, empty without a port. */
  readonly portSuffix: string;
  /** `5432/TCP`, `ICMPv4`, or empty. */
  readonly port: string;
  readonly verdict: VerdictTexts;
  readonly summary: string;
}

/** Returns the destination's port and the protocol, such as `5432/TCP`; the protocol alone where it has no ports. */
export function portText(l4: Layer4 | undefined): string {
  const [protocol] = Object.keys(l4 ?? {});
  if (protocol === undefined) return '';
  const port = flowPorts(l4).destination;
  return port === 0 ? protocol : `${port}/${protocol}`;
}

function splitName(text: string): EndpointName {
  const slash = text.indexOf('/');
  if (slash <= 0) return { namespace: '', name: text, port: '' };
  return { namespace: text.slice(0, slash), name: text.slice(slash + 1), port: '' };
}

/** Returns the word of the verdict; a flow that was only logged has none of its own. */
function wordOf(flow: Flow): string {
  return (flow.verdict ?? Verdict.VERDICT_UNKNOWN) === Verdict.VERDICT_UNKNOWN ? 'LOGGED' : verdictWord(flow);
}

function directionOf(flow: Flow): string {
  const direction = flow.traffic_direction ?? TrafficDirection.TRAFFIC_DIRECTION_UNKNOWN;
  return direction === TrafficDirection.TRAFFIC_DIRECTION_UNKNOWN ? '' : enumName(TrafficDirection, direction);
}

/** Returns what says that the mode the verdict rests on was assumed, or changed just then. */
function doubt(extension: FlowExtension | undefined, theme: Theme): string {
  const basis = extension?.verdict_basis;
  return basis === VerdictBasis.ASSUMED || basis === VerdictBasis.CHANGING ? theme.glyphs.approximately : '';
}

function verdictTexts(flow: Flow, theme: Theme): VerdictTexts {
  const extension = unpackFlowExtension(flow.extensions);
  const word = wordOf(flow) + doubt(extension, theme);
  if (flow.event_type?.type !== MonitorEventType['policy-verdict']) {
    const type = flowTypeText(flow).trimEnd();
    return { word, directed: word, full: type === 'UNKNOWN' ? word : `${type} ${word}`, by: '' };
  }
  const direction = directionOf(flow);
  const directed = direction === '' ? word : `${direction} ${word}`;
  const names = policyNamesText(flow);
  const about = extension?.policy_approximate === true ? theme.glyphs.approximately : '';
  const match = policyMatchName(flow.policy_match_type ?? 0);
  return { word, directed, full: `${match} (${directed})`, by: names === '' ? '' : ` BY ${about}${names}` };
}

const flagsTitle = 'TCP Flags: ';

function summaryOf(flow: Flow): string {
  const summary = summaryText(flow, plainPalette);
  // The port says TCP already.
  return summary.startsWith(flagsTitle) ? summary.slice(flagsTitle.length) : summary;
}

function cleanName({ namespace, name, port }: EndpointName, isAscii: boolean): EndpointName {
  return { namespace: cleanLine(namespace, isAscii), name: cleanLine(name, isAscii), port };
}

/** Returns the texts of a flow, clean. The glyphs in them are those of the theme. */
export function flowTexts(seen: SeenFlow, theme: Theme): FlowTexts {
  const { flow } = seen;
  const { l4, ...withoutPorts } = flow;
  const hosts = flowHosts(withoutPorts, { ipTranslation: true, palette: plainPalette });
  const port = flowPorts(l4).destination;
  const verdict = verdictTexts(flow, theme);
  return {
    node: cleanName(splitName(seen.nodeName), theme.isAscii),
    source: cleanName(splitName(hosts.source), theme.isAscii),
    destination: cleanName(splitName(hosts.destination), theme.isAscii),
    portSuffix: port === 0 ? '' : `:${port}`,
    port: portText(l4),
    verdict: {
      word: cleanLine(verdict.word, theme.isAscii),
      directed: cleanLine(verdict.directed, theme.isAscii),
      full: cleanLine(verdict.full, theme.isAscii),
      by: cleanLine(verdict.by, theme.isAscii),
    },
    summary: cleanLine(summaryOf(flow), theme.isAscii),
  };
}
