/** @jsxImportSource preact */

import languages from 'virtual:messages/portal';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { Portal } from './Portal.tsx';

// /c/<token>: the token is the whole right to see the page, so it stays out of query strings and logs of referrers.
const token = window.location.pathname.split('/')[2] ?? '';

// With a key: the bills are asked for again in the other language.
startShell('portal', languages, (t, language) => (
  <Portal key={language.current} token={token} t={t} language={language} />
));
