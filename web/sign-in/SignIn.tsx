/** @jsxImportSource preact */
import { type LanguageChoice, Languages, Product, type Translate } from '../../kernel/ui/light/index.ts';
import { AcceptPage } from './AcceptPage.tsx';
import { EnterPage } from './EnterPage.tsx';
import { ForgotPage } from './ForgotPage.tsx';
import { ResetPage } from './ResetPage.tsx';

const PAGES = {
  '/console/forgot-password': ForgotPage,
  '/console/reset-password': ResetPage,
  '/console/accept-invitation': AcceptPage,
} as const;

/** The pages for staff who aren't signed in: by their address, each a small form. */
export function SignIn({ t, language }: { t: Translate; language: LanguageChoice }) {
  const Page = PAGES[window.location.pathname.replace(/\/$/, '') as keyof typeof PAGES] ?? EnterPage;
  return (
    <>
      <header class="page">
        <Product />
      </header>
      <main class="page">
        <Page t={t} />
      </main>
      <footer>
        <Languages {...language} />
      </footer>
    </>
  );
}
