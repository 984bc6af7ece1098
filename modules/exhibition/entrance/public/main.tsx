/** @jsxImportSource preact */

import languages from 'virtual:messages/entrance';
import { prepareInstall } from '../../../../kernel/scanner/public/index.ts';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { EntrancePage } from './EntrancePage.tsx';
import '../../../../kernel/scanner/public/scanner.css';
import './entrance.css';

prepareInstall('/entrance');

startShell('entrance', languages, (t, language) => <EntrancePage t={t} language={language} />);
