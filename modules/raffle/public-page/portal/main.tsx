/** @jsxImportSource preact */

import languages from 'virtual:messages/raffle';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { Portal } from './Portal.tsx';

// /r/<code>, or /r/<code>/t/<token> for a ticket's QR.
const [, , code = '', way, token] = window.location.pathname.split('/');

// Without a key, so that the choice survives a change of language.
startShell('raffle_page', languages, (t, language) => (
  <Portal code={code} token={way === 't' ? token : undefined} t={t} language={language} />
));
