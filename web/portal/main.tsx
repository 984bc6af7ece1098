/** @jsxImportSource preact */

import languages from 'virtual:messages/portal';
import { startShell } from '../../kernel/ui/light/index.ts';
import { installable } from './install.ts';
import { takeLink } from './link.ts';
import { Portal } from './Portal.tsx';
import './portal.css';

const LAST = 'counterfoil.portal.last';

// /portal/<organization>, and behind # the link that a module's page wants to add to the account.
const slug = decodeURIComponent(window.location.pathname.split('/')[2] ?? '');
const last = localStorage.getItem(LAST);
// The app on a phone that was installed before pages had names of their own opens without one.
if (!slug && last) window.location.replace(`/portal/${encodeURIComponent(last)}`);
if (slug) localStorage.setItem(LAST, slug);
takeLink(slug);
installable(slug);
// A link that is tapped while the page is open changes only the part behind #.
window.addEventListener('hashchange', () => window.location.reload());

// Without a key: changing the language must not lose what was typed.
startShell('account', languages, (t, language) => <Portal slug={slug} t={t} language={language} />);
