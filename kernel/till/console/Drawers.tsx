import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { EmptyNote, ErrorNote, LoadingBar, Muted, Page, Panel, StateChip, useGet } from '../../ui/index.ts';
import { DrawerDialog } from './DrawerDialog.tsx';
import type { Drawer } from './types.ts';

const TOPICS = ['till.drawer', 'till.session'];

/** The drawers: adding, renaming, sharing, taking out of use. */
export default function Drawers() {
  const translate = useTranslate();
  const [editing, setEditing] = useState<Drawer | 'new' | null>(null);
  const label = (name: string) => translate(`console.till.drawers.${name}`);
  const query = useGet<Drawer[]>('/till/drawers', {}, { live: TOPICS });
  const add = (
    <Button variant="contained" onClick={() => setEditing('new')}>
      {label('add')}
    </Button>
  );
  return (
    <Page title={label('title')} subtitle={label('text')} width={760} actions={add}>
      <LoadingBar on={query.isPending} />
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.data?.length === 0 && <EmptyNote title={label('none')} />}
      <Stack sx={{ gap: 1.5 }}>
        {(query.data ?? []).map((drawer) => (
          <Panel
            key={drawer.id}
            title={drawer.name}
            actions={
              <Button size="small" onClick={() => setEditing(drawer)}>
                {label('edit')}
              </Button>
            }
          >
            <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
              <Muted sx={{ mr: 'auto' }}>{`${drawer.account} · ${drawer.currency}`}</Muted>
              {drawer.shared && <StateChip tone="neutral" label={label('shared')} />}
              {drawer.archived && <StateChip tone="warning" label={label('archived')} />}
              {drawer.openBy.length > 0 && (
                <StateChip tone="busy" label={`${label('open_by')}: ${drawer.openBy.join(', ')}`} />
              )}
            </Stack>
          </Panel>
        ))}
      </Stack>
      {editing && (
        <DrawerDialog
          drawer={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onDone={async () => {
            setEditing(null);
            await query.refetch();
          }}
        />
      )}
    </Page>
  );
}
