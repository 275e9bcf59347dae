/** What the terminal UI is given by the program around it. It opens no file and no connection of its own. */

import type { Clock } from '../base/clock.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import type { FollowState } from '../client/resume/states.ts';
import type { EventObserver } from '../flow/event-observer.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../flow/messages.ts';
import type { Observer } from '../flow/observer.ts';
import type { Edge } from '../flow/edge.ts';
import type { SavedSettings } from './state/saved-settings.ts';
import type { Multiplexer } from './terminal/clipboard.ts';

/** Where flows come from. */
export interface FlowOrigin {
  readonly kind: 'server' | 'file' | 'demo';
  /** As people call it. */
  readonly name: string;
  readonly cluster: string | undefined;
  readonly isTls: boolean | undefined;
  /** A file that goes on, such as a kernel log: it is followed also where the command line does not say so. Default false. */
  readonly isGrowing?: boolean;
  /** Opens it; `onState` hears of breaks and returns. Rejects with an AppError. */
  open(onState: (state: FollowState) => void): Promise<OpenedOrigin>;
}

/** An origin that is open. */
export interface OpenedOrigin {
  readonly observer: Observer;
  /** Where there is a server that tells of policies and modes. */
  readonly events: Pick<EventObserver, 'getAgentEvents'> | undefined;
  close(): Promise<void>;
}

/** What the start screen, `:open` and `:server` ask for. */
export type OriginWish =
  | { readonly kind: 'demo' }
  | { readonly kind: 'kernel-log' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'server'; readonly address: string };

/** Keyboard of the terminal. */
export interface TerminalInput {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  off(event: 'data', listener: (chunk: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
  ref?(): unknown;
  unref?(): unknown;
}

/** Screen of the terminal. */
export type TerminalOutput = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** Edges that were accepted as expected, in a file that people review. */
export interface AcknowledgedEdges {
  /** Where they are kept, for people. */
  readonly path: string;
  /** Keys of the edges (see `Edge.key`). */
  readonly keys: ReadonlySet<string>;
  /** Adds an edge to the file. Rejects with an AppError when it cannot be written. */
  add(edge: Edge): Promise<void>;
  /** Takes an edge out again. */
  remove(edge: Edge): Promise<void>;
}

/** What is kept from one time to the next. */
export interface SettingsFile {
  /** Where it is, for people. */
  readonly path: string;
  readonly last: SavedSettings | undefined;
  readonly views: ReadonlyMap<string, SavedSettings>;
  /** Keeps the settings under a name, or as those of the last time. */
  save(name: string | undefined, settings: SavedSettings): Promise<void>;
}

/** Formats a view can be saved in, by the ending of the file. */
export const saveFormats = ['jsonl', 'csv', 'md'] as const;

/** One of them. */
export type SaveFormat = (typeof saveFormats)[number];

/** What the program around the UI does for it. */
export interface TuiPorts {
  /** Finds an origin. Rejects with an AppError when there is none. */
  findOrigin(wish: OriginWish): Promise<FlowOrigin>;
  readonly acknowledged: AcknowledgedEdges;
  readonly settings: SettingsFile;
  /** Returns the path in full, and whether a file is there. */
  lookAt(path: string): { readonly path: string; readonly exists: boolean };
  /** Writes responses to a file and returns how many bytes it has. Rejects with an AppError. */
  saveFlows(path: string, format: SaveFormat, responses: readonly GetFlowsResponse[]): Promise<number>;
  /** Returns the `observe` command that asks for the same with these filter flags, quoted for a shell. */
  commandWith(filterFlags: readonly string[]): string;
  /** Stops this process until it is continued (SIGTSTP); resolves then. Undefined where there is no such thing. */
  readonly suspend: (() => Promise<void>) | undefined;
}

/** What the UI starts with. */
export interface TuiOptions {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly clock: Clock;
  /** Aborted by SIGTERM, SIGHUP and an interrupt from outside. */
  readonly interrupted: AbortSignal;
  readonly origin: FlowOrigin | undefined;
  /** What was tried, when there is no origin. */
  readonly tried: readonly { readonly what: string; readonly outcome: string }[];
  /** What the command line selects, without the filters of the bar (those of --allowlist and --denylist are in it). */
  readonly request: GetFlowsRequest;
  /** Filters of the command line in the language of the bar, one text a chip. */
  readonly terms: readonly string[];
  readonly appearance: TuiAppearance;
  readonly ports: TuiPorts;
  /** What stands between this program and the terminal (TMUX or STY is set); the clipboard has to pass it. */
  readonly multiplexer?: Multiplexer | undefined;
}

/** How it looks, from flags, environment and configuration file. */
export interface TuiAppearance {
  readonly theme: 'terminal' | 'high-contrast' | 'mono';
  /** Glyphs of ASCII alone. */
  readonly isAscii: boolean;
  /** IANA name of the zone, and how the header calls it. */
  readonly zone: string;
  readonly zoneName: string;
  /** One plain line an event, no screen. */
  readonly isScreenReader: boolean;
  /** Keys by command that replace those of the table, such as `{ pause: ['p'] }`. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Settings the configuration file gives; those of the last time go before. */
  readonly settings: SavedSettings;
  /** A named view to begin with. */
  readonly view: string | undefined;
}

/** How it ended. */
export interface TuiEnding {
  readonly code: ExitCode;
  /**
   * One line for after the screen is restored: what was seen and how to repeat it, and when the settings could not be kept.
   * Empty when nothing was opened.
   */
  readonly farewell: string;
}
