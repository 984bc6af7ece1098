/** @jsxImportSource preact */

import languages from 'virtual:messages/setup';
import { startShell } from '../../kernel/ui/light/index.ts';
import { Setup } from './Setup.tsx';

// No key: the input stays when the language changes.
startShell('setup', languages, (t, language) => <Setup t={t} language={language} />);
