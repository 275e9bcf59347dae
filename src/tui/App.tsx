import type { ReactElement } from 'react';
import { Screen } from './components/Screen.tsx';
import { useSnapshot, type SnapshotSource } from './hooks/use-snapshot.ts';
import type { ScreenSettings } from './screen.ts';

interface AppProps {
  readonly source: SnapshotSource;
  readonly settings: ScreenSettings;
}

/** The UI: the picture of the moment, drawn again with each new one. */
export function App({ source, settings }: AppProps): ReactElement {
  return <Screen snapshot={useSnapshot(source)} settings={settings} />;
}
