import { createRoot } from 'react-dom/client';
import './fonts.css';
import { App } from './App.tsx';
import { startI18n } from './i18nProvider.ts';
import { watchMissingParts } from './layout/MissingPart.tsx';

watchMissingParts();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App i18nProvider={await startI18n()} />);
