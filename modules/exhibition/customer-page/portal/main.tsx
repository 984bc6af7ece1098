/** @jsxImportSource preact */

import languages from 'virtual:messages/customer';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { Portal } from './Portal.tsx';

// /c/<token>: anyone with the token may see the page, so it stays out of query strings and referrer logs.
const token = window.location.pathname.split('/')[2] ?? '';

// With a key: a change of language loads the bills again in the other language.
startShell('portal', languages, (t, language) => (
  <Portal key={language.current} token={token} t={t} language={language} />
));
