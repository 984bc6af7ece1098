/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { type LanguageChoice, Languages, Product, type Translate } from '../../../../kernel/ui/light/index.ts';
import { enrol } from './device.ts';

type Props = { t: Translate; language: LanguageChoice; ended: boolean; onDone: () => void };

/** Asks for the code that the office shows; a scanned one is in the address, behind # and so in no log. */
export function Enrol({ t, language, ended, onDone }: Props) {
  const [code, setCode] = useState(new URLSearchParams(window.location.hash.slice(1)).get('code') ?? '');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || code.trim() === '') return;
    setBusy(true);
    const answer = await enrol(code.trim());
    setBusy(false);
    if (!answer.data) return setFault(answer.status === 0 ? t('display.offline') : answer.message);
    history.replaceState(null, '', '/display');
    onDone();
  };
  return (
    <main class="page">
      <Product />
      <section class="card">
        <h1>{t('display.enrol')}</h1>
        <p class="faint">{t(ended ? 'display.ended' : 'display.enrol_text')}</p>
        <form class="stack" onSubmit={submit}>
          <label>
            {t('display.code')}
            <input
              name="code"
              value={code}
              autocomplete="off"
              maxLength={40}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
          </label>
          {fault !== '' && <p role="alert">{fault}</p>}
          <button class="button" type="submit" disabled={busy}>
            {t('display.go')}
          </button>
        </form>
      </section>
      <Languages {...language} />
    </main>
  );
}
