/** @jsxImportSource preact */

import languages from 'virtual:messages/setup';
import { render } from 'preact';
import {
  type Messages,
  rememberLanguage,
  setApiLanguage,
  startLanguage,
  translator,
} from '../../kernel/ui/light/index.ts';
import '../light.css';
import { Setup } from './Setup.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

async function show(code: string, chosen: boolean): Promise<void> {
  const messages: Messages = (await languages[code]?.())?.default ?? {};
  const t = translator(code, messages);
  rememberLanguage(code, chosen);
  setApiLanguage(code, t('setup.offline'));
  const chooser = { current: code, all: Object.keys(languages), choose: (next: string) => void show(next, true) };
  // No key: what was typed stays when the language changes.
  render(<Setup t={t} language={chooser} />, root as HTMLElement);
}

void show(startLanguage(Object.keys(languages)), false);
