import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { type Column, Page, ResourceList, StateChip, useCan, useFormat } from '../../../../kernel/ui/index.ts';
import { isOn, useExhibitions } from '../../exhibitions/console/useExhibitions.ts';
import { StallForm } from './StallForm.tsx';
import type { Stall } from './types.ts';

/** The sellers of a fair. */
export default function StallList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const exhibitions = useExhibitions();
  const [adding, setAdding] = useState(false);
  const label = (name: string) => translate(`console.exhibition.stall.${name}`);
  const nameOf = new Map(exhibitions.map(({ id, name }) => [id, name]));
  const commission = ({ commissionPercent }: Stall) => `${format.number(Number(commissionPercent))} %`;
  const state = ({ archived }: Stall) => (
    <StateChip tone={archived ? 'neutral' : 'good'} label={label(archived ? 'archived' : 'sells')} />
  );
  const columns: Column<Stall>[] = [
    { key: 'code', label: label('code'), nowrap: true, render: ({ code }) => code },
    { key: 'name', label: label('name'), render: ({ name }) => <b style={{ fontWeight: 600 }}>{name}</b> },
    { key: 'contact', label: label('contact'), from: 'lg', render: ({ contact }) => contact },
    {
      key: 'exhibition',
      label: translate('console.exhibition.exhibition.one'),
      from: 'md',
      render: ({ exhibitionId }) => nameOf.get(exhibitionId),
    },
    { key: 'commission', label: label('commission'), align: 'right', nowrap: true, render: commission },
    { key: 'state', label: label('state'), render: state },
  ];
  const add = can('exhibition.manage') && exhibitions.length > 0 && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {label('add')}
    </Button>
  );
  return (
    <Page title={label('many')} subtitle={label('text')} actions={add}>
      <ResourceList<Stall>
        live={['exhibition.stall']}
        resource="exhibition/stalls"
        columns={columns}
        card={(stall) => (
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }}>
                {stall.code} {stall.name}
              </Typography>
              <Typography variant="caption" color="textSecondary">
                {[stall.contact, commission(stall)].filter(Boolean).join(' · ')}
              </Typography>
            </Stack>
            {state(stall)}
          </Stack>
        )}
        href={(stall) => `/exhibition/stalls/${stall.id}`}
        filters={[
          {
            kind: 'choice',
            source: 'exhibitionId',
            label: translate('console.exhibition.exhibition.one'),
            choices: exhibitions.map(({ id, name }) => ({ id, name })),
          },
        ]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && (
        <StallForm
          stall={null}
          exhibitionId={(exhibitions.find(isOn) ?? exhibitions[0])?.id ?? ''}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}
