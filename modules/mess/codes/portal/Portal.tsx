/** @jsxImportSource preact */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Brand, HelpLink, type LanguageChoice, Languages, type Translate } from '../../../../kernel/ui/light/index.ts';
import type { CodeStep } from '../contract.ts';
import { pathOf, QUIET, type Shown, serverNow, stepNow } from './shown.ts';
import { type Codes, useCodes } from './useCodes.ts';
import './code.css';

type Props = { t: Translate; language: LanguageChoice };

/** The student's page behind the link from the chat; it shows the changing code for the door. */
export function Portal({ t, language }: Props) {
  const codes = useCodes();
  const { shown, error, offline } = codes;
  return (
    <main class="page mess-code">
      <Brand brand={shown?.brand} title={t('mess_code.title')} />
      {shown && <Code shown={shown} t={t} />}
      {!shown && !error && <p class="faint">{t('mess_code.loading')}</p>}
      {!shown && error && <Nothing codes={codes} t={t} />}
      {offline && shown && <p class="faint">{t('mess_code.offline')}</p>}
      <Languages {...language} />
      <HelpLink at="customer#your-code-for-the-mess" t={t} language={language.current} />
    </main>
  );
}

function Nothing({ codes: { error, offline, again }, t }: { codes: Codes; t: Translate }) {
  return (
    <section class="card">
      <h1>{t('mess_code.unavailable')}</h1>
      <p class="faint">{error?.code === 'no_link' ? t('mess_code.no_link') : error?.message}</p>
      {offline && (
        <button type="button" onClick={again}>
          {t('mess_code.again')}
        </button>
      )}
    </section>
  );
}

/** Redraws four times a second, so that a countdown of seconds looks exact. */
const TICK_MS = 250;

function Code({ shown, t }: { shown: Shown; t: Translate }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const step = stepNow(shown);
  const left = step ? step.to - serverNow(shown) : 0;
  return (
    <section class="card">
      <h1>{shown.name}</h1>
      <p class="faint">{[shown.rollNumber, shown.room].filter(Boolean).join(' · ')}</p>
      {shown.suspended && <p class="bad">{t('mess_code.suspended')}</p>}
      {step ? (
        <>
          <Picture step={step} label={t('mess_code.picture')} />
          <div class="left" aria-hidden="true">
            <span style={{ width: `${Math.max(0, (100 * left) / (step.to - step.from))}%` }} />
          </div>
          <p class="figures" translate={false}>
            {t('mess_code.seconds', { seconds: Math.max(0, Math.ceil(left / 1000)) })}
          </p>
          <p class="faint">{t('mess_code.show')}</p>
        </>
      ) : (
        <p class="bad">{t('mess_code.stale')}</p>
      )}
    </section>
  );
}

function Picture({ step, label }: { step: CodeStep; label: string }) {
  const path = useMemo(() => pathOf(step), [step]);
  const full = step.size + 2 * QUIET;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${full} ${full}`} shape-rendering="crispEdges">
      <path fill="#fff" d={`M0 0h${full}v${full}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
