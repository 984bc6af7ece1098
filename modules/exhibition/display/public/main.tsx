/** @jsxImportSource preact */

import languages from 'virtual:messages/display';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { Screen } from './Screen.tsx';
import './screen.css';

startShell('display', languages, (t, language) => <Screen t={t} language={language} />);
