import { Alert, Button, List, ListItem, ListItemButton, ListItemText, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { api, ErrorNote, Page, Panel, useLabels, useSession } from '../../ui/index.ts';
import { Stored } from './Stored.tsx';

type Found = { kind: string; id: string; name: string };

/** Finds one person by name, phone, address or id; the address of the page holds the id, and no name. */
export default function PersonPage() {
  const label = useLabels('console.personal_data');
  const { organization } = useSession();
  const [asked, setAsked] = useSearchParams();
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const [kind, id] = [asked.get('kind'), asked.get('id')];
  const query = useQuery({
    queryKey: ['personal-data', organization.id, 'search', search],
    queryFn: () => api.get<Found[]>('/personal-data', { search }),
    enabled: search !== '',
    retry: false,
  });
  const find = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    setSearch(text.trim());
  };
  return (
    <Page title={label('title')} subtitle={label('text')}>
      <Stack sx={{ gap: 3 }}>
        <Stack component="form" direction="row" sx={{ gap: 1.5 }} onSubmit={find}>
          <TextField
            size="small"
            fullWidth
            label={label('search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" variant="outlined" disabled={text.trim() === ''}>
            {label('find')}
          </Button>
        </Stack>
        {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
        {query.data?.length === 0 && <Alert severity="info">{label('none')}</Alert>}
        {query.data && query.data.length > 0 && !id && (
          <Panel padded={false}>
            <List>
              {query.data.map((one) => (
                <ListItem key={one.id} disablePadding>
                  <ListItemButton onClick={() => setAsked({ kind: one.kind, id: one.id })}>
                    <ListItemText
                      primary={one.name}
                      secondary={`${label(`kinds.${one.kind}`, { _: one.kind })} · ${one.id}`}
                    />
                  </ListItemButton>
                </ListItem>
              ))}
            </List>
          </Panel>
        )}
        {kind && id && <Stored key={id} kind={kind} id={id} />}
      </Stack>
    </Page>
  );
}
