/** Where lines come from, and the templates of the flows they become. */

import { numberPlace, tcpFlagBits, wordBit, devicePlace } from '../../parsers/fast-lane/field-table.ts';
import type { PacketLine } from '../../parsers/fast-lane/packet-line.ts';
import type { PacketLink } from '../../parsers/packet-event.ts';
import type { NodePolicy } from '../../policy/node-policy.ts';
import type { VerdictDecision } from '../../policy/verdict.ts';
import type { NodeName } from '../node-names.ts';
import type { DecidedPacket } from '../packet-stage.ts';
import type { LineTemplate } from './line-template.ts';

/** Everything that decides what a line becomes, but for its header. */
export interface RouteKey {
  readonly node: NodeName;
  readonly policy: NodePolicy;
}

/** What a route was learned from. */
export interface LearnedRoute extends RouteKey {
  readonly packet: DecidedPacket;
  readonly decision: VerdictDecision;
}

/** The way lines of one prefix take between two devices of a node, under one policy of it. */
export class LineRoute implements LearnedRoute {
  readonly node: NodeName;
  readonly policy: NodePolicy;
  readonly packet: DecidedPacket;
  readonly decision: VerdictDecision;
  readonly #prefix: string;
  readonly #in: string;
  readonly #out: string;
  readonly #physicalIn: string;
  readonly #physicalOut: string;
  readonly #link: PacketLink | undefined;
  /** By `lineKind`; undefined where lines of the kind are for the general path. */
  readonly #templates = new Map<number, LineTemplate | undefined>();
  #lastKind = -1;
  #lastTemplate: LineTemplate | undefined;

  constructor({ node, policy, packet, decision }: LearnedRoute, { prefix, devices, link }: PacketLine) {
    this.node = node;
    this.policy = policy;
    this.packet = packet;
    this.decision = decision;
    this.#prefix = prefix.raw;
    this.#in = devices[devicePlace.in];
    this.#out = devices[devicePlace.out];
    this.#physicalIn = devices[devicePlace.physicalIn];
    this.#physicalOut = devices[devicePlace.physicalOut];
    this.#link = link;
  }

  /** Tells whether a line takes this route. Texts are equal more often than they are one: tables of the lane start anew when they are full. */
  isOf({ prefix, devices, link }: PacketLine, { node, policy }: RouteKey): boolean {
    return (
      this.node === node &&
      this.policy === policy &&
      this.#out === devices[devicePlace.out] &&
      this.#in === devices[devicePlace.in] &&
      this.#prefix === prefix.raw &&
      this.#physicalIn === devices[devicePlace.physicalIn] &&
      this.#physicalOut === devices[devicePlace.physicalOut] &&
      isSameLink(this.#link, link)
    );
  }

  /** Returns the template of a kind of lines; undefined when they are for the general path. */
  templateOf(kind: number): LineTemplate | undefined {
    if (kind !== this.#lastKind) {
      this.#lastTemplate = this.#templates.get(kind);
      this.#lastKind = kind;
    }
    return this.#lastTemplate;
  }

  setTemplate(kind: number, template: LineTemplate | undefined): void {
    this.#templates.set(kind, template);
    this.#lastKind = -1;
  }
}

/** Routes and templates remembered; names in them come from the log, which may have made-up ones. */
const mostTemplates = 4096;

/**
 * Returns a number that tells headers apart as far as the constant parts of a flow go: the version and protocol of the packet, whether its
 * time is a guess, its TCP flags, its ICMP type and code.
 */
export function lineKind(line: PacketLine, approximate: boolean): number {
  const { protocol, family, words } = line;
  const isFragment = (words & wordBit.MF) !== 0 ? 1 : 0;
  const kind = (protocol.number & 0x3f) | (family === 6 ? 0x40 : 0) | (approximate ? 0x80 : 0) | (isFragment << 8);
  if (protocol.kind === 'tcp') return kind | ((words & tcpFlagBits) << 9);
  if (protocol.kind === 'udp') return kind;
  return kind | (line.number(numberPlace.icmpType) << 9) | (line.number(numberPlace.icmpCode) << 17);
}

function isSameLink(a: PacketLink | undefined, b: PacketLink | undefined): boolean {
  if (a === b) return true;
  return a?.source === b?.source && a?.destination === b?.destination;
}

/** The device that tells most of where a line belongs: workloads' devices have long names, those of the node short ones. */
function tellingDevice({ devices }: PacketLine): string {
  const [inside, outside] = devices;
  return inside.length > outside.length ? inside : outside;
}

/** The routes of one source. */
export class LineRoutes {
  #byDevice = new Map<string, LineRoute[]>();
  #last: LineRoute | undefined;
  #templates = 0;

  /** Returns the route of a line; undefined when none was learned. */
  find(line: PacketLine, key: RouteKey): LineRoute | undefined {
    const last = this.#last;
    if (last !== undefined && last.isOf(line, key)) return last;
    const routes = this.#byDevice.get(tellingDevice(line)) ?? noRoutes;
    for (const route of routes) {
      if (route.isOf(line, key)) return (this.#last = route);
    }
    return undefined;
  }

  /** Remembers the template of a kind of lines of a route, which is made where there is none yet. */
  learn(
    line: PacketLine,
    route: LearnedRoute,
    { kind, template }: { readonly kind: number; readonly template: LineTemplate | undefined },
  ): void {
    if (this.#templates >= mostTemplates) this.#forget();
    const known = this.find(line, route) ?? this.#add(line, route);
    known.setTemplate(kind, template);
    this.#templates += 1;
  }

  #add(line: PacketLine, learned: LearnedRoute): LineRoute {
    const device = tellingDevice(line);
    const route = new LineRoute(learned, line);
    this.#byDevice.set(device, [route, ...(this.#byDevice.get(device) ?? noRoutes)]);
    return route;
  }

  #forget(): void {
    this.#byDevice = new Map();
    this.#last = undefined;
    this.#templates = 0;
  }
}

const noRoutes: readonly LineRoute[] = [];
