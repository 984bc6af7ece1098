import { Stack } from '@mui/material';
import {
  AddButton,
  byChoice,
  Code,
  type Column,
  Page,
  ResourceList,
  RowCard,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { Progress } from './Progress.tsx';
import { RaffleState } from './RaffleState.tsx';
import type { Raffle } from './useRaffles.ts';

export default function RaffleList() {
  const label = useLabels('console.raffle.raffle');
  const format = useFormat();
  const can = useCan();
  const money = (raffle: Raffle) => format.money(raffle.sold.amount, raffle.currency);
  const price = (raffle: Raffle) => format.money(raffle.ticketPrice, raffle.currency);
  const drawOn = (raffle: Raffle) => raffle.drawOn && format.day(raffle.drawOn);
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
    { key: 'price', label: label('ticketPrice'), align: 'right', nowrap: true, from: 'md', render: price },
    { key: 'money', label: label('money'), align: 'right', nowrap: true, render: money },
    { key: 'draw', label: label('drawOn'), nowrap: true, from: 'md', render: (raffle) => drawOn(raffle) || '—' },
  ];
  const add = can('raffle.manage') && <AddButton label={label('new')} to="/raffle/raffles/new" />;
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Raffle>
        resource="raffle/raffles"
        columns={columns}
        live={['raffle.grid', 'raffle.order']}
        card={(raffle) => (
          <RowCard title={raffle.title} note={[money(raffle), drawOn(raffle)]} right={<RaffleState raffle={raffle} />}>
            <Progress raffle={raffle} />
          </RowCard>
        )}
        href={(raffle) => `/raffle/raffles/${raffle.id}`}
        searchLabel={label('search')}
        filters={[
          byChoice('active', label('state'), ['true', 'false'], (id) =>
            label(id === 'true' ? 'phase.selling' : 'phase.off'),
          ),
        ]}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
    </Page>
  );
}
