/** @jsxImportSource preact */

import languages from 'virtual:messages/chat';
import { startShell } from '../../kernel/ui/light/index.ts';
import { Chat } from './Chat.tsx';

// /chat/<organization>?start=<payload>: the link's payload is sent once, like Telegram's /start.
const slug = window.location.pathname.split('/')[2] ?? '';
const start = new URLSearchParams(window.location.search).get('start');
if (start) window.history.replaceState(null, '', window.location.pathname);

// Without a key: changing the language must not lose the text in the input.
startShell('web_chat', languages, (t, language) => <Chat slug={slug} start={start} t={t} language={language} />);
