/** Flags about kernel log lines and the node that wrote them, shared by both programs. */

import { isZone } from '../../base/time/zone.ts';
import { listFlag, textFlag, textFlagWithDefault, type Flag, type FlagScope } from './flag.ts';

const group = 'Reading kernel logs';

function checkLabel(text: string): string | undefined {
  return /^[^=]+=/.test(text) ? undefined : 'expected KEY=VALUE';
}

function checkMapping(text: string): string | undefined {
  return /.=./.test(text) ? undefined : 'expected GLOB=VERDICT, such as "audit *=AUDITED"';
}

function zoneFlag(scope: FlagScope): Flag<string> {
  const flag = textFlagWithDefault({
    group,
    scope,
    placeholder: 'ZONE',
    initial: 'local',
    defaultText: "the machine's",
    help: 'Time zone of logs that name none, such as Europe/Berlin or UTC',
  });
  return {
    ...flag,
    accept: (value) => (isZone(value) ? { ok: true, value } : { ok: false, reason: 'no such time zone' }),
  };
}

/** Returns the flags with the scope they have in one program. */
export function logFlags(scope: FlagScope) {
  return {
    'drop-action-override': textFlag({
      group,
      scope,
      placeholder: 'MODE',
      words: ['Drop', 'Accept', 'LogAndDrop', 'LogAndAccept'],
      help: "Felix's DropActionOverride of the nodes, which decides whether a denied packet was dropped or only audited; over any configuration of Felix",
    }),
    'felix-config': listFlag({
      group,
      scope,
      placeholder: 'FILE',
      help: 'FelixConfiguration YAML or felix.cfg to take the mode and the prefixes from. Repeatable',
    }),
    'prefix-verdict': listFlag({
      group,
      scope,
      placeholder: 'GLOB=VERDICT',
      check: checkMapping,
      help: 'What a Log rule whose prefix fits GLOB means: AUDITED, DENIED, ALLOWED, TRACED or ignore. Repeatable, the first that fits counts',
    }),
    'log-prefix-template': textFlag({
      group,
      scope,
      placeholder: 'TEMPLATE',
      help: "Felix's LogPrefix with %t %k %n %p for tier, kind, namespace and policy, to read policies back from prefixes",
    }),
    'device-prefix': listFlag({
      group,
      scope,
      placeholder: 'PREFIX',
      defaultText: 'cali',
      help: 'Devices that start so belong to workloads. Repeatable',
    }),
    'log-timezone': zoneFlag(scope),
    'cluster-name': textFlagWithDefault({
      group,
      scope,
      placeholder: 'NAME',
      initial: 'default',
      help: 'Cluster the nodes are in; flows carry CLUSTER/NODE',
    }),
  };
}

/** Returns the flag for labels of the node. */
export function nodeLabelFlag(scope: FlagScope): Flag<readonly string[]> {
  return listFlag({
    group,
    scope,
    placeholder: 'KEY=VALUE',
    check: checkLabel,
    help: 'Label of the node, for FelixConfigurations that select nodes. Repeatable',
  });
}
