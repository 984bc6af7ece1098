/** @jsxImportSource preact */

import languages from 'virtual:messages/registration';
import { startShell } from '../../../../kernel/ui/light/index.ts';
import { RegistrationPage } from './RegistrationPage.tsx';
import './registration.css';

// /join/<code>
const code = window.location.pathname.split('/')[2] ?? '';

// Without a key, so that what was typed survives a change of language.
// Absent, but where somebody follows the link of their place on the waiting list.
const leave = new URLSearchParams(window.location.search).get('leave');
startShell('registration', languages, (t, language) => (
  <RegistrationPage code={code} leave={leave} t={t} language={language} />
));
