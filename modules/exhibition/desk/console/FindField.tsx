import CameraIcon from '@mui/icons-material/PhotoCameraOutlined';
import QrCodeScannerIcon from '@mui/icons-material/QrCodeScanner';
import { Box, Button, Card, InputAdornment, List, ListItemButton, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { ApiError, api, Caption, Code, dotted, Strong, useFormat, useSession } from '../../../../kernel/ui/index.ts';
import type { Customer } from '../../customers/console/types.ts';
import { looksLikeCode } from '../../customers/scan-text.rule.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { search, useRoster } from './useRoster.ts';

const HITS = 6;

type Props = {
  field: RefObject<HTMLInputElement | null>;
  busy: boolean;
  failed: boolean;
  onText: (text: string) => Promise<boolean>;
  onChoose: (customer: Customer) => void;
  onTyping: () => void;
  onCamera: () => void;
  /** where the desk stands: whose roster it searches without a network */
  exhibition: Exhibition | null;
};

/** The desk's search field: a scan, an ID, or a few letters of a name, e-mail or phone. */
export function FindField({ field, busy, failed, onText, onChoose, onTyping, onCamera, exhibition }: Props) {
  const translate = useTranslate();
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(0);
  const { found, arrived } = useFound(text, exhibition);
  // Enter came before the hits for this text: the hits for the previous text must not be used.
  const [eager, setEager] = useState('');
  const choose = (customer: Customer) => {
    setText('');
    onChoose(customer);
  };
  const resolve = () => {
    setEager('');
    void onText(text.trim()).then((resolved) => resolved && setText(''));
  };
  useEffect(() => {
    if (eager === '' || !arrived || eager !== text.trim()) return;
    setEager('');
    if (found.length === 0) resolve();
    else if (found.length === 1) choose(found[0] as Customer);
  });
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setMarked(Math.min(marked + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setMarked(Math.max(marked - 1, 0));
    else if (event.key === 'Escape') setText('');
    else if (event.key === 'Enter' && text.trim() !== '') {
      const hit = found[marked];
      if (looksLikeCode(text)) resolve();
      else if (hit) choose(hit);
      else if (arrived) resolve();
      else setEager(text.trim());
    } else return;
    event.preventDefault();
  };
  return (
    <Box sx={{ position: 'relative' }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
        <TextField
          inputRef={field}
          fullWidth
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setEager('');
            setMarked(0);
            if (failed) onTyping();
          }}
          onKeyDown={keys}
          error={failed}
          placeholder={translate('console.exhibition.desk.find')}
          slotProps={{
            htmlInput: {
              'aria-label': translate('console.exhibition.desk.find'),
              autoComplete: 'off',
              spellCheck: false,
              enterKeyHint: 'search',
            },
            input: {
              sx: { height: 56, fontSize: '1.05rem', '& input:placeholder-shown': { textOverflow: 'ellipsis' } },
              startAdornment: (
                <InputAdornment position="start">
                  <QrCodeScannerIcon color={busy ? 'disabled' : 'primary'} />
                </InputAdornment>
              ),
            },
          }}
        />
        <Button
          variant="outlined"
          onClick={onCamera}
          aria-label={translate('console.exhibition.desk.camera')}
          sx={{ height: 56, minWidth: 56, px: 0 }}
        >
          <CameraIcon />
        </Button>
      </Stack>
      {found.length > 0 && (
        <Card sx={{ position: 'absolute', insetInline: 0, top: 62, zIndex: 10, boxShadow: 8 }}>
          <List dense disablePadding role="listbox">
            {found.map((customer, index) => (
              <Hit key={customer.id} customer={customer} marked={index === marked} onChoose={() => choose(customer)} />
            ))}
          </List>
        </Card>
      )}
    </Box>
  );
}

function Hit({ customer, marked, onChoose }: { customer: Customer; marked: boolean; onChoose: () => void }) {
  const format = useFormat();
  return (
    <ListItemButton selected={marked} onClick={onChoose} role="option" aria-selected={marked} sx={{ gap: 1.5, py: 1 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Strong variant="body2" noWrap>
          {customer.name}
        </Strong>
        <Caption noWrap component="div">
          {dotted([customer.phone, customer.email])}
        </Caption>
      </Box>
      <Box sx={{ textAlign: 'right' }}>
        <Code value={customer.code} size="0.85rem" />
        <Caption component="div" className="figures">
          {format.money(customer.total, customer.currency)}
        </Caption>
      </Box>
    </ListItemButton>
  );
}

/**
 * Customers that match the typed text, from the second letter on, after a pause; `arrived` when they belong to this
 * text.
 */
function useFound(text: string, exhibition: Exhibition | null): { found: Customer[]; arrived: boolean } {
  const { organization } = useSession();
  const roster = useRoster(exhibition?.id ?? '');
  const wanted = text.trim();
  const [term, setTerm] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setTerm(wanted), 150);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useQuery({
    queryKey: ['desk', 'find', organization.id, term],
    networkMode: 'always',
    retry: false,
    queryFn: async ({ signal }) => {
      try {
        return await api.get<Customer[]>('/exhibition/customers', { search: term, limit: HITS }, { signal });
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 0 || !roster || !exhibition) throw error;
        return search(roster, exhibition, term, HITS);
      }
    },
    enabled: term.length >= 2,
  });
  const current = wanted === term;
  if (wanted.length < 2) return { found: [], arrived: true };
  return { found: current ? (query.data ?? []) : [], arrived: current && !query.isFetching };
}
