/** @jsxImportSource preact */

import languages from 'virtual:messages/scanner';
import { prepareInstall } from '../../../../kernel/scanner/public/index.ts';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { Scanner } from './Scanner.tsx';

prepareInstall('/scanner');

// Without a key: what is on the screen stays in the other language.
startShell('scanner', languages, (t, language) => (
  <Scanner path={window.location.pathname} t={t} language={language} />
));
