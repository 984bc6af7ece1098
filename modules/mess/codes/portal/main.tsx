/** @jsxImportSource preact */

import languages from 'virtual:messages/pass';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { Portal } from './Portal.tsx';

// /m/#<link>: browsers send nothing after # to a server, so the link is in no log.
startShell('mess_code', languages, (t, language) => <Portal t={t} language={language} />);
