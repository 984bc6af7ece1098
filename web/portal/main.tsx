/** @jsxImportSource preact */

import languages from 'virtual:messages/portal';
import { render } from 'preact';
import {
  type Messages,
  rememberLanguage,
  setApiLanguage,
  startLanguage,
  translator,
} from '../../kernel/ui/light/index.ts';
import '../light.css';
import { Portal } from '../../modules/exhibition/portal/Portal.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

/** Draws the page in a language; choosing another one draws it again. */
async function show(code: string, chosen: boolean): Promise<void> {
  const messages: Messages = (await languages[code]?.())?.default ?? {};
  const t = translator(code, messages);
  rememberLanguage(code, chosen);
  setApiLanguage(code, t('portal.offline'));
  // /c/<token>: the token is the whole right to see the page, so it stays out of query strings and logs of referrers.
  const token = window.location.pathname.split('/')[2] ?? '';
  const chooser = { current: code, all: Object.keys(languages), choose: (next: string) => void show(next, true) };
  render(<Portal key={code} token={token} t={t} language={chooser} />, root as HTMLElement);
}

void show(startLanguage(Object.keys(languages)), false);
