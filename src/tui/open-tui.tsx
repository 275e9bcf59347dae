/** The terminal UI: wired together, opened, and closed again with the terminal as it was found. */

import { UsageError } from '../base/errors.ts';
import { ExitCode } from '../base/exit-codes.ts';
import { barFlags } from '../filters/expression/forms.ts';
import { readBar } from '../filters/expression/reading.ts';
import { App } from './App.tsx';
import { actionFor } from './keys/key-actions.ts';
import { keyMap, type KeyMap } from './keys/key-map.ts';
import type { KeyPress } from './keys/key-press.ts';
import { createModel, type TuiModel } from './model.ts';
import type { ScreenSettings } from './screen.ts';
import { termsInForce } from './state/reducers/stream.ts';
import type { Schedule } from './state/store.ts';
import type { UiAction } from './state/ui-state.ts';
import { asLastTime, settingsOf } from './state/view-settings.ts';
import { copyText } from './terminal/clipboard.ts';
import { farewellLine } from './terminal/farewell.ts';
import { openInkScreen, sizeOf } from './terminal/ink-screen.tsx';
import { openPlainScreen } from './terminal/plain-screen.ts';
import { createKeyboard, type Keyboard } from './terminal/terminal-input.ts';
import type { TerminalScreen } from './terminal/terminal-screen.ts';
import { createTheme } from './theme/themes.ts';
import type { TuiAppearance, TuiEnding, TuiOptions } from './tui-options.ts';

function keysInForce({ keys, isScreenReader }: TuiAppearance): KeyMap {
  // Folding lays all rows anew; to somebody who listens they would all be told again.
  const read = keyMap(isScreenReader ? { ...keys, fold: [] } : keys);
  if (read.ok) return read.keys;
  throw new UsageError(read.faults.join('; '), {
    code: 'usage/keys',
    hint: 'the keys of the configuration file name commands and keys as the help (?) does',
  });
}

function screenSettings({ appearance, ports }: TuiOptions, keys: KeyMap): ScreenSettings {
  const { theme, isAscii, zone, zoneName } = appearance;
  // Without colours the theme is mono already.
  return {
    theme: createTheme({ name: theme, isAscii, hasColor: true }),
    zone,
    zoneName,
    keysOf: (name) => keys.keysOf(name),
    commandWith: (filterFlags) => ports.commandWith(filterFlags),
  };
}

/** The UI while it is open. */
class OpenTui {
  readonly #options: TuiOptions;
  readonly #startedMs: number;
  readonly #keys: KeyMap;
  readonly #keyboard: Keyboard;
  readonly #model: TuiModel;
  readonly #screen: TerminalScreen;
  #code: ExitCode = ExitCode.ok;
  #fault: string | undefined;

  constructor(options: TuiOptions) {
    const { stdin, stdout, ports, appearance } = options;
    this.#options = options;
    this.#startedMs = options.clock.monotonicMs();
    this.#keys = keysInForce(appearance);
    this.#keyboard = createKeyboard({
      stdin,
      stdout,
      onPress: (press) => this.#guard(() => this.#press(press)),
      isMeant: (stroke) => this.#actionOf(stroke) !== undefined,
    });
    const settings = screenSettings(options, this.#keys);
    const { suspend } = ports;
    this.#model = createModel(options, {
      settings,
      size: sizeOf(stdout),
      terminal: {
        copy: (text) => copyText(stdout, text, options.multiplexer),
        redraw: () => this.#screen.redraw(),
        setMouse: (isOn) => this.#keyboard.setMouse(isOn),
        suspend: suspend && (() => this.#screen.suspend(suspend)),
      },
      quit: (fault) => this.#leave(ExitCode.ok, fault),
      schedule: this.#schedule,
    });
    this.#screen = this.#openScreen(settings);
  }

  /** Runs until the user leaves, or something breaks. */
  async run(): Promise<TuiEnding> {
    const { interrupted, stdout } = this.#options;
    const onInterrupt = (): void => void this.#interrupt();
    interrupted.addEventListener('abort', onInterrupt, { once: true });
    // A terminal that hung up takes nothing any more; there is nobody to tell, and it can come with every write from now on.
    stdout.on('error', () => this.#leave(ExitCode.interrupted, undefined));
    try {
      this.#guard(() => this.#model.start());
      if (interrupted.aborted) onInterrupt();
      await this.#screen.ended;
    } finally {
      interrupted.removeEventListener('abort', onInterrupt);
      await this.#model.close();
    }
    return { code: this.#code, farewell: this.#farewell() };
  }

  #openScreen(settings: ScreenSettings): TerminalScreen {
    const { stdout, appearance } = this.#options;
    const { store } = this.#model;
    const keyboard = this.#keyboard;
    if (appearance.isScreenReader) return openPlainScreen({ stdout, keyboard, source: store, settings });
    return openInkScreen({
      stdout,
      keyboard,
      onResize: (size) => this.#guard(() => store.dispatch({ kind: 'resize', size })),
      children: <App source={store} settings={settings} />,
    });
  }

  #actionOf(press: KeyPress): UiAction | undefined {
    return actionFor(press, this.#model.store.getSnapshot().ui, this.#keys);
  }

  #press(press: KeyPress): void {
    const action = this.#actionOf(press);
    if (action !== undefined) this.#model.store.dispatch(action);
  }

  /** Runs what nobody waits for: what it throws ends the UI, after the terminal is restored. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#screen.fail(error);
    }
  }

  readonly #schedule: Schedule = (callback, ms) => {
    const timer = setTimeout(() => this.#guard(callback), ms);
    return () => clearTimeout(timer);
  };

  #leave(code: ExitCode, fault: string | undefined): void {
    this.#code = code;
    this.#fault = fault;
    this.#screen.close();
  }

  async #interrupt(): Promise<void> {
    const { settings } = this.#options.ports;
    const { store, session } = this.#model;
    const last = asLastTime(settingsOf(store.getSnapshot().ui), session.reader.name);
    const fault = await settings.save(undefined, last).then(
      () => undefined,
      (error: unknown) => `the settings could not be kept: ${error instanceof Error ? error.message : String(error)}`,
    );
    this.#leave(ExitCode.interrupted, fault);
  }

  #farewell(): string {
    const { store, tally } = this.#model;
    const { ui } = store.getSnapshot();
    const reading = readBar(termsInForce(ui).join(' '));
    const visit = {
      counts: tally.counts,
      elapsedMs: this.#options.clock.monotonicMs() - this.#startedMs,
      command: this.#options.ports.commandWith(reading.ok ? barFlags(reading.terms) : []),
    };
    const parts = [ui.start === undefined ? farewellLine(visit) : '', this.#fault ?? ''];
    return parts.filter((part) => part !== '').join('; ');
  }
}

/**
 * Opens the UI and resolves when the user left it (exit code 0) or the signal of the options aborted it (130). The terminal is
 * restored by then, and all is written. Rejects with what broke it, the terminal restored as well, and with a UsageError for
 * keys that are none.
 */
export async function openTui(options: TuiOptions): Promise<TuiEnding> {
  return new OpenTui(options).run();
}
