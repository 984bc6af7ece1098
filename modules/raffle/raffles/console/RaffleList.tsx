import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Code, type Column, Page, ResourceList, useCan, useFormat } from '../../../../kernel/ui/index.ts';
import { Progress } from './Progress.tsx';
import { RaffleState } from './RaffleState.tsx';
import type { Raffle } from './useRaffles.ts';

export default function RaffleList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const label = (name: string) => translate(`console.raffle.raffle.${name}`);
  const money = (raffle: Raffle) => format.money(raffle.sold.amount, raffle.currency);
  const columns: Column<Raffle>[] = [
    {
      key: 'title',
      label: label('titleField'),
      render: (raffle) => (
        <Stack>
          <b style={{ fontWeight: 600 }}>{raffle.title}</b>
          <Code value={raffle.code} size="0.78rem" />
        </Stack>
      ),
    },
    { key: 'state', label: label('state'), render: (raffle) => <RaffleState raffle={raffle} /> },
    { key: 'numbers', label: label('numbers'), render: (raffle) => <Progress raffle={raffle} /> },
    {
      key: 'price',
      label: label('ticketPrice'),
      align: 'right',
      nowrap: true,
      from: 'md',
      render: (raffle) => format.money(raffle.ticketPrice, raffle.currency),
    },
    { key: 'money', label: label('money'), align: 'right', nowrap: true, render: money },
    {
      key: 'draw',
      label: label('drawOn'),
      nowrap: true,
      from: 'md',
      render: (raffle) => (raffle.drawOn ? format.day(raffle.drawOn) : '—'),
    },
  ];
  const add = can('raffle.manage') && (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/raffle/raffles/new">
      {label('new')}
    </Button>
  );
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Raffle>
        resource="raffle/raffles"
        columns={columns}
        live={['raffle.grid', 'raffle.order']}
        card={(raffle) => (
          <Stack sx={{ gap: 1 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'flex-start' }}>
              <Typography sx={{ fontWeight: 600 }}>{raffle.title}</Typography>
              <RaffleState raffle={raffle} />
            </Stack>
            <Progress raffle={raffle} />
            <Typography variant="caption" color="textSecondary">
              {[money(raffle), raffle.drawOn && format.day(raffle.drawOn)].filter(Boolean).join(' · ')}
            </Typography>
          </Stack>
        )}
        href={(raffle) => `/raffle/raffles/${raffle.id}`}
        searchLabel={label('search')}
        filters={[
          {
            kind: 'choice',
            source: 'active',
            label: label('state'),
            choices: [
              { id: 'true', name: label('phase.selling') },
              { id: 'false', name: label('phase.off') },
            ],
          },
        ]}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
    </Page>
  );
}
