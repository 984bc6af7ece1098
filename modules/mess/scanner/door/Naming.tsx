/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { Brand, type LanguageChoice, Languages, type Translate } from '../../../../kernel/ui/light/index.ts';
import type { Door } from '../engine/door.ts';
import type { DoorState } from '../engine/types.ts';

type Props = { door: Door; state: DoorState; t: Translate; language: LanguageChoice };

/** A link was opened: this phone gets a name, and its key. */
export function Naming({ door, state, t, language }: Props) {
  const [name, setName] = useState('');
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
          void door.enter(name.trim()).finally(() => setBusy(false));
        }}
      >
        <div>
          <h1>{t('scanner.naming.title')}</h1>
          <p class="faint">{t('scanner.naming.text')}</p>
        </div>
        <label>
          {t('scanner.naming.name')}
          <input
            name="name"
            required
            maxLength={80}
            autoComplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        {fault && (
          <div class="alert" role="alert">
            {fault.code === 'network' ? t('scanner.offline') : fault.message}
          </div>
        )}
        <button type="submit" disabled={busy || !name.trim()}>
          {t('scanner.naming.go')}
        </button>
        <button type="button" class="quiet" onClick={() => void door.leaveLink()}>
          {t('scanner.naming.leave')}
        </button>
      </form>
      <Languages {...language} />
    </main>
  );
}

type NothingProps = { state: DoorState; t: Translate; language: LanguageChoice };

/** No token, one that has ended, or a page that may not use what it needs. */
export function Nothing({ state: { phase, queued }, t, language }: NothingProps) {
  const what = window.isSecureContext ? phase : 'insecure';
  return (
    <main class="page">
      <Brand name={t('scanner.title')} />
      {what !== 'loading' && (
        <section class="card stack" data-testid={what}>
          <div>
            <h1>{t(`scanner.${what}.title`)}</h1>
            <p class="faint">{t(`scanner.${what}.text`)}</p>
          </div>
          {queued > 0 && <p role="status">{t('scanner.ended.waiting', { count: queued })}</p>}
          {what === 'no_token' && <a href="/scanner/login">{t('scanner.no_token.office')}</a>}
        </section>
      )}
      <Languages {...language} />
    </main>
  );
}
