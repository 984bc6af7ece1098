/** @jsxImportSource preact */
import type { LanguageChoice, Translate } from '../../../../kernel/ui/light/index.ts';
import { DoorPage } from './door/DoorPage.tsx';
import { LoginPage } from './login/LoginPage.tsx';
import '../../../../kernel/scanner/public/scanner.css';
import './scanner.css';

type Props = { path: string; t: Translate; language: LanguageChoice };

/** /scanner/: the steward's page; /scanner/login: the page where admins add scanners. */
export function Scanner({ path, t, language }: Props) {
  return path.startsWith('/scanner/login') ? (
    <LoginPage t={t} language={language} />
  ) : (
    <DoorPage t={t} language={language} />
  );
}
