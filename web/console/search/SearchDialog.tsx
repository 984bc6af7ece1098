import SearchIcon from '@mui/icons-material/Search';
import { Box, Dialog, DialogTitle, InputBase, List, ListItem } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useHref, useNavigate } from 'react-router-dom';
import { api, Caption, HIDDEN, LoadingBar, Muted, Strong, useSession } from '../../../kernel/ui/index.ts';
import { useMenu } from '../layout/Nav.tsx';

type Found = { kind: string; id: string; title: string; text: string | null; to: string };
type Row = { key: string; title: string; text: string; kind: string; to: string };

/** Long enough to type on, short enough to feel immediate. */
const TYPING_PAUSE_MS = 150;
const MAX_PAGES = 5;
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** What the server finds, and the menu's pages of that name. */
function useFound(text: string, asked: string) {
  const translate = useTranslate();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['search', organization.id, asked],
    queryFn: () => api.get<Found[]>('/search', { q: asked }),
    enabled: asked.length > 1,
    placeholderData: keepPreviousData,
  });
  const wanted = plain(text.trim());
  const pages: Row[] = useMenu()
    .flatMap(({ label, menu }) => menu.map((item) => ({ ...item, part: translate(label) })))
    .filter(({ label }) => wanted !== '' && plain(translate(label)).includes(wanted))
    .slice(0, MAX_PAGES)
    .map(({ to, label, part }) => ({
      key: `page ${to}`,
      title: translate(label),
      text: part,
      kind: translate('console.search.page'),
      to,
    }));
  const found: Row[] = (asked.length > 1 ? (query.data ?? []) : []).map((one) => ({
    key: `${one.kind} ${one.id}`,
    title: one.title,
    text: one.text ?? '',
    kind: translate(`console.search.kind.${one.kind}`),
    to: one.to,
  }));
  return { rows: [...found, ...pages], settled: !query.isFetching && asked === text.trim(), query };
}

/** What is found by name, phone, code, serial or reference, and pages of the menu by their names. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const root = useHref('/');
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [marked, setMarked] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { rows, settled, query } = useFound(text, asked);
  const at = Math.min(marked, rows.length - 1);
  const go = (row: Row | undefined, apart: boolean) => {
    if (!row) return;
    if (apart) window.open(`${root.replace(/\/$/, '')}${row.to}`, '_blank', 'noopener');
    else navigate(row.to);
    onClose();
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && rows.length > 0) {
      event.preventDefault();
      setMarked((at + step + rows.length) % rows.length);
    }
    if (event.key === 'Enter') go(rows[at], event.ctrlKey || event.metaKey);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="sm"
      fullWidth
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
    >
      <DialogTitle style={HIDDEN}>{translate('console.search.title')}</DialogTitle>
      <Box
        sx={{ display: 'flex', alignItems: 'center', gap: 1, px: 2, py: 1.25, borderBottom: 1, borderColor: 'divider' }}
      >
        <SearchIcon color="action" />
        <InputBase
          autoFocus
          fullWidth
          value={text}
          placeholder={translate('console.search.placeholder')}
          onChange={(event) => {
            setText(event.target.value);
            setMarked(0);
          }}
          onKeyDown={pressed}
          inputProps={{
            role: 'combobox',
            'aria-label': translate('console.search.title'),
            'aria-expanded': rows.length > 0,
            'aria-controls': 'search-found',
            'aria-autocomplete': 'list',
            'aria-activedescendant': rows.length > 0 ? `search-${at}` : undefined,
            maxLength: 200,
          }}
        />
      </Box>
      <LoadingBar on={query.isFetching} />
      <List id="search-found" role="listbox" aria-label={translate('console.search.title')} disablePadding>
        {rows.map((row, index) => (
          <FoundRow
            key={row.key}
            row={row}
            index={index}
            marked={index === at}
            onMark={() => setMarked(index)}
            onOpen={(apart) => go(row, apart)}
          />
        ))}
      </List>
      {rows.length === 0 && (
        <Muted sx={{ p: 2.5 }} role="status">
          {translate(text.trim().length > 1 && settled ? 'console.list.nothing_found' : 'console.search.help')}
        </Muted>
      )}
    </Dialog>
  );
}

type RowProps = { row: Row; index: number; marked: boolean; onMark: () => void; onOpen: (apart: boolean) => void };

function FoundRow({ row, index, marked, onMark, onOpen }: RowProps) {
  return (
    <ListItem
      id={`search-${index}`}
      role="option"
      aria-selected={marked}
      onClick={(event) => onOpen(event.ctrlKey || event.metaKey)}
      onMouseMove={onMark}
      sx={{ gap: 2, cursor: 'pointer', bgcolor: marked ? 'action.selected' : undefined }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Strong noWrap>{row.title}</Strong>
        <Muted noWrap>{row.text}</Muted>
      </Box>
      <Caption>{row.kind}</Caption>
    </ListItem>
  );
}
