/** @jsxImportSource preact */
import { languageName } from './language.ts';
import type { Translate } from './translate.ts';

/** Small components that the light pages share. */

/** Our own mark, on the pages of staff. */
export function Product({ name = 'Counterfoil' }: { name?: string }) {
  return (
    <div class="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path
          fill="currentColor"
          d="M6 5h20a3 3 0 0 1 3 3v5a3 3 0 0 0 0 6v5a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3v-5a3 3 0 0 0 0-6V8a3 3 0 0 1 3-3z"
        />
        <g style="stroke: var(--on-brand)" fill="none">
          <path stroke-width="1.8" stroke-dasharray="2.2 2.4" d="M12 7v18" />
          <path stroke-width="2.2" stroke-linecap="round" d="M17 12.5h7M17 17h7M17 21.5h4" />
        </g>
      </svg>
      <span>{name}</span>
    </div>
  );
}

export type LanguageChoice = {
  current: string;
  all: string[];
  choose: (code: string) => void;
  /** Shows a language that the person did not choose: the next visit begins with their browser's own. */
  show: (code: string) => void;
};

export function Languages({ current, all, choose }: Omit<LanguageChoice, 'show'>) {
  return (
    <div class="languages">
      {all.map((code) => (
        <button
          key={code}
          type="button"
          class="quiet"
          lang={code}
          aria-pressed={code === current}
          onClick={() => choose(code)}
        >
          {languageName(code)}
        </button>
      ))}
    </div>
  );
}

/** Leads to the guide of this page; `at` is the guide and its section, such as `customer#raffle`. */
export function HelpLink({ at, t, language }: { at: string; t: Translate; language: string }) {
  return (
    <a class="help-link faint" href={`/help/${language}/${at}`} target="_blank" rel="noreferrer">
      {t('help.link')}
    </a>
  );
}
