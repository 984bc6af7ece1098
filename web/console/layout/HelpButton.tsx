import HelpIcon from '@mui/icons-material/HelpOutlineOutlined';
import { IconButton } from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { parts } from '../modules.ts';

/** Page → guide and section, of all parts; the longest page that the address begins with decides. */
const places = Object.entries(Object.assign({}, ...parts.map(({ help }) => help)) as Record<string, string>).sort(
  ([a], [b]) => b.length - a.length,
);

/** Opens the guide of this page, at its place. */
export function HelpButton() {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { pathname } = useLocation();
  const isHere = (page: string) => pathname === page || pathname.startsWith(`${page}/`);
  const at = places.find(([page]) => isHere(page))?.[1] ?? '';
  const label = translate('help.link');
  return (
    <IconButton
      component="a"
      href={`/help/${locale}/${at}`}
      target="_blank"
      rel="noreferrer"
      aria-label={label}
      title={label}
    >
      <HelpIcon />
    </IconButton>
  );
}
