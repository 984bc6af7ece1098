/** @jsxImportSource preact */

import languages from 'virtual:messages/sign-in';
import { startShell } from '../../kernel/ui/light/index.ts';
import { SignIn } from './SignIn.tsx';

// No key: what was typed stays when the language changes.
startShell('sign_in', languages, (t, language) => <SignIn t={t} language={language} />);
