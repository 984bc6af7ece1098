import ClearIcon from '@mui/icons-material/Clear';
import SearchIcon from '@mui/icons-material/Search';
import TuneIcon from '@mui/icons-material/Tune';
import { Badge, Button, IconButton, InputAdornment, MenuItem, Stack, TextField, useMediaQuery } from '@mui/material';
import type { Theme } from '@mui/material/styles';
import { useEffect, useRef, useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { dayOf, instantOf } from './days.ts';
import { useSession } from './session.tsx';

export type Filter =
  | { kind: 'choice'; source: string; label: string; choices: { id: string; name: string }[] }
  /** A day; with `edge` the API gets the instant at which it starts or ends, in the organization's zone. */
  | { kind: 'day'; source: string; label: string; edge?: 'start' | 'end' }
  | { kind: 'text'; source: string; label: string };

/** A filter with one of the values, each under its name. */
export const byChoice = <Id extends string>(
  source: string,
  label: string,
  ids: readonly Id[],
  name: (id: Id) => string,
): Filter => ({ kind: 'choice', source, label, choices: ids.map((id) => ({ id, name: name(id) })) });

/** Long enough to type a word, short enough to feel immediate. */
const TYPING_PAUSE_MS = 250;

export function FilterBar({ filters, searchLabel }: { filters: Filter[]; searchLabel?: string }) {
  const translate = useTranslate();
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const { filterValues, setFilters } = useListContext();
  const [open, setOpen] = useState(false);
  const set = (source: string, value: string) => {
    const { [source]: _, ...rest } = filterValues;
    setFilters(value === '' ? rest : { ...rest, [source]: value }, undefined, false);
  };
  const active = filters.filter((filter) => filterValues[filter.source]).length;
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      {searchLabel && (
        <SearchField label={searchLabel} value={filterValues.q ?? ''} onChange={(value) => set('q', value)} />
      )}
      {narrow && filters.length > 0 && (
        <Button
          variant="outlined"
          onClick={() => setOpen(!open)}
          startIcon={
            <Badge color="primary" badgeContent={active}>
              <TuneIcon />
            </Badge>
          }
        >
          {translate('console.list.filters')}
        </Button>
      )}
      {(!narrow || open) &&
        filters.map((filter) => (
          <FilterField
            key={filter.source}
            filter={filter}
            value={filterValues[filter.source] ?? ''}
            onChange={(value) => set(filter.source, value)}
          />
        ))}
      {active > 0 && (
        <Button
          size="small"
          color="inherit"
          startIcon={<ClearIcon />}
          onClick={() => setFilters(filterValues.q ? { q: filterValues.q } : {}, undefined, false)}
        >
          {translate('console.list.clear')}
        </Button>
      )}
    </Stack>
  );
}

function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const translate = useTranslate();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  // The field follows the URL (back button, "clear"), except for its own typing that isn't in the URL yet.
  useEffect(() => {
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <TextField
      placeholder={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      sx={{ flex: '1 1 220px', maxWidth: { sm: 420 } }}
      slotProps={{
        htmlInput: { 'aria-label': label, type: 'search', style: { WebkitAppearance: 'none' } },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
          endAdornment: text !== '' && (
            <IconButton
              size="small"
              edge="end"
              onClick={() => setText('')}
              aria-label={translate('console.list.clear')}
            >
              <ClearIcon fontSize="small" />
            </IconButton>
          ),
        },
      }}
    />
  );
}

type FieldProps = { filter: Filter; value: string; onChange: (value: string) => void };

function FilterField({ filter, value, onChange }: FieldProps) {
  const translate = useTranslate();
  const { organization } = useSession();
  // A label that is longer than usual must not cover the arrow.
  const sx = { minWidth: `max(150px, ${filter.label.length + 7}ch)`, flex: { xs: '1 1 45%', sm: '0 0 auto' } };
  if (filter.kind === 'choice') {
    return (
      <TextField select label={filter.label} value={value} onChange={(event) => onChange(event.target.value)} sx={sx}>
        <MenuItem value="">{translate('console.list.any')}</MenuItem>
        {filter.choices.map((choice) => (
          <MenuItem key={choice.id} value={choice.id}>
            {choice.name}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  const edge = filter.kind === 'day' ? filter.edge : undefined;
  return (
    <TextField
      type={filter.kind === 'day' ? 'date' : 'text'}
      label={filter.label}
      value={edge && value ? dayOf(value, edge, organization.timeZone) : value}
      onChange={(event) => {
        const day = event.target.value;
        onChange(edge && day ? instantOf(day, edge, organization.timeZone) : day);
      }}
      sx={{ ...sx, ...(filter.kind === 'text' && { width: { sm: 150 } }) }}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
