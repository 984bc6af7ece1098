/** @jsxImportSource preact */

import languages from 'virtual:messages/registration';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { RegistrationPage } from './RegistrationPage.tsx';
import './registration.css';

// /join/<code>
const code = window.location.pathname.split('/')[2] ?? '';

// Without a key, so that what was typed survives a change of language.
startShell('registration', languages, (t, language) => <RegistrationPage code={code} t={t} language={language} />);
