/** What shows the state to people: the full screen, or lines for a screen reader. */

/** A screen while it is open. */
export interface TerminalScreen {
  /** Draws everything anew, whatever other programs wrote over it. */
  redraw(): void;
  /** Gives the terminal back while `whileAway` runs, takes it again and draws everything. Rejects as `whileAway` does. */
  suspend(whileAway: () => Promise<void>): Promise<void>;
  /** Ends with an error: the terminal is restored first, then `ended` rejects with it. */
  fail(error: unknown): void;
  /** Restores the terminal; `ended` resolves when all is written. */
  close(): void;
  /** Resolves after the screen was closed and rejects with what broke it; the terminal is restored in either case. */
  readonly ended: Promise<void>;
}
