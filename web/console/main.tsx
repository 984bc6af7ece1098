import { createRoot } from 'react-dom/client';
import './fonts.css';
import { App } from './App.tsx';
import { startI18n } from './i18nProvider.ts';

// A page of an older version asks for a part that a newer one no longer has: the new page has it.
window.addEventListener('vite:preloadError', () => {
  // Once in ten seconds: when the part is missing for good, the page must say so and not reload for ever.
  const last = Number(sessionStorage.getItem('counterfoil.reloaded'));
  if (Date.now() - last < 10_000) return;
  sessionStorage.setItem('counterfoil.reloaded', String(Date.now()));
  window.location.reload();
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App i18nProvider={await startI18n()} />);
