import { useContext, useLayoutEffect, type ReactElement } from 'react';
import { PainterContext } from '../hooks/painter-context.ts';
import { layoutOf } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { filterBarLines } from '../screens/filter-bar.ts';
import { footLine } from '../screens/foot.ts';
import { headerLine } from '../screens/header.ts';
import { promptLines } from '../screens/prompt.ts';
import { bodyLines } from './body-lines.ts';
import { Lines } from './Lines.tsx';
import { Pane } from './Pane.tsx';
import { tooSmallLines } from './too-small.ts';

interface ScreenProps {
  readonly snapshot: Snapshot;
  readonly settings: ScreenSettings;
}

/** The parts of the screen, from top to bottom. */
function Parts({ snapshot, settings }: ScreenProps): ReactElement {
  const layout = layoutOf(snapshot.ui);
  if (layout.kind === 'too-small') {
    const { size } = snapshot.ui;
    return <Lines lines={tooSmallLines(layout.needs, settings, size)} top={0} region={size} />;
  }
  const { header, filterBar, body, prompt, foot } = layout;
  const bodyTop = header.rows + filterBar.rows;
  const promptTop = bodyTop + body.rows;
  const shared = { snapshot, settings };
  return (
    <>
      <Pane draw={headerLine} top={0} region={header} {...shared} />
      <Pane draw={filterBarLines} top={header.rows} region={filterBar} {...shared} />
      <Lines lines={bodyLines(snapshot, settings, layout)} top={bodyTop} region={body} />
      <Pane draw={promptLines} top={promptTop} region={prompt} {...shared} />
      <Pane draw={footLine} top={promptTop + prompt.rows} region={foot} {...shared} />
    </>
  );
}

/** The whole screen. What changed in it goes to the terminal in one piece, after all parts are drawn. */
export function Screen(props: ScreenProps): ReactElement {
  const painter = useContext(PainterContext);
  const { rows } = props.snapshot.ui.size;
  // Effects of a parent run after those of its children: every row has been put by now.
  useLayoutEffect(() => painter?.flush(rows));
  return <Parts {...props} />;
}
