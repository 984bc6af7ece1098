/** @jsxImportSource preact */

import languages from 'virtual:messages/chat';
import { startShell } from '../../kernel/ui/light/index.ts';
import { Chat } from './Chat.tsx';

// /chat/<organization>?start=<payload>: what the link asked for is said once, as Telegram's /start is.
const slug = window.location.pathname.split('/')[2] ?? '';
const start = new URLSearchParams(window.location.search).get('start');
if (start) window.history.replaceState(null, '', window.location.pathname);

// Without a key: changing the language of the buttons must not lose what is being written.
startShell('web_chat', languages, (t, language) => <Chat slug={slug} start={start} t={t} language={language} />);
