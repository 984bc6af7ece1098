/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { Brand, type LanguageChoice, Languages, type Translate } from '../../../../../kernel/ui/light/index.ts';
import type { Door } from '../engine/door.ts';
import type { DoorState } from '../engine/types.ts';

type Props = { door: Door; state: DoorState; t: Translate; language: LanguageChoice };

/** A link works once, so the page asks first: is this the phone that it is for? */
export function LinkPage({ door, state, t, language }: Props) {
  const [busy, setBusy] = useState(false);
  const { fault } = state;
  return (
    <main class="page">
      <Brand name={t('scanner.title')} />
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          void door.enter().finally(() => setBusy(false));
        }}
      >
        <div>
          <h1>{t('scanner.link.title')}</h1>
          <p class="faint">{t('scanner.link.text')}</p>
        </div>
        {fault && (
          <div class="alert" role="alert">
            {fault.code === 'network' ? t('scanner.offline') : fault.message}
          </div>
        )}
        <button type="submit" disabled={busy}>
          {t('scanner.link.go')}
        </button>
        <button type="button" class="quiet" onClick={() => void door.leaveLink()}>
          {t('scanner.link.leave')}
        </button>
      </form>
      <Languages {...language} />
    </main>
  );
}
