/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { Translate } from '../../ui/light/index.ts';
import { Camera } from './Camera.tsx';
import { wakeSound } from './signals.ts';
import type { Steward } from './useSteward.ts';

type Props = {
  steward: Steward;
  whoseOf: (text: string) => string | null;
  fault: string | null;
  status: ComponentChildren;
  footer: ComponentChildren;
  verdict: ComponentChildren;
  panel: ComponentChildren;
  t: Translate;
};

/** A scanner at work: its status, the camera, what is wrong, the verdict. */
export function Stage({ steward, whoseOf, fault, status, footer, verdict, panel, t }: Props) {
  return (
    // The first touch anywhere unlocks the sound.
    <main class="door" onPointerDown={wakeSound}>
      {status}
      <div class="below">
        <div class="stage" inert={Boolean(panel)}>
          <Camera t={t} whoseOf={whoseOf} onCode={steward.read} />
          {steward.keyboard && (
            <p class="alert" role="alert">
              {t(`scanner.keyboard.${steward.keyboard}`)}
            </p>
          )}
          {fault && (
            <p class="alert" role="alert">
              {fault}
            </p>
          )}
          <footer>{footer}</footer>
          {verdict}
        </div>
        {/* Above the camera, which remembers the last code; below the roster's age, which is always visible. */}
        {panel && <div class="over">{panel}</div>}
      </div>
    </main>
  );
}
