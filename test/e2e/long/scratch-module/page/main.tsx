/** @jsxImportSource preact */

import languages from 'virtual:messages/laundry';
import { startShell } from '../../../kernel/ui/light/index.ts';

startShell('laundry_page', languages, (t) => <h1>{t('laundry_page.title')}</h1>);
