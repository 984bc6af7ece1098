import SearchIcon from '@mui/icons-material/Search';
import { Button, IconButton } from '@mui/material';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';

const SearchDialog = lazy(() => import('./SearchDialog.tsx'));

/** A barcode gun types faster than this, and its addresses have slashes. */
const GUN_MS = 100;

/** Opens by the button, by Ctrl-K anywhere, and by / where nobody types. */
export function Search() {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let last = 0;
    const pressed = (event: KeyboardEvent) => {
      const gap = event.timeStamp - last;
      last = event.timeStamp;
      const typing = (event.target as HTMLElement).closest?.('input, textarea, select, [contenteditable]');
      const byK = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      const bySlash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && gap > GUN_MS;
      if (!byK && !bySlash) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
  const label = translate('console.search.title');
  return (
    <>
      <Button
        color="inherit"
        onClick={() => setOpen(true)}
        startIcon={<SearchIcon />}
        aria-keyshortcuts="/ Control+K"
        title={translate('console.search.keys')}
        sx={{ display: { xs: 'none', md: 'inline-flex' }, color: 'text.secondary' }}
      >
        {label}
      </Button>
      <IconButton onClick={() => setOpen(true)} aria-label={label} sx={{ display: { xs: 'inline-flex', md: 'none' } }}>
        <SearchIcon />
      </IconButton>
      {open && (
        <Suspense>
          <SearchDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
