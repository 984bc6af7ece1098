import { Box, Button, Skeleton, Stack, Tab, Tabs, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useParams, useSearchParams } from 'react-router-dom';
import {
  api,
  type Camelized,
  ErrorNote,
  Fact,
  History,
  Page,
  Panel,
  StateChip,
  Tile,
  useAction,
  useCan,
  useFormat,
  useLive,
  useSession,
} from '../../../kernel/ui/index.ts';
import { AlarmRows } from '../alarms/console/AlarmRows.tsx';
import { OpenAlarms } from '../alarms/console/OpenAlarms.tsx';
import { CommandDialog } from '../commands/console/CommandDialog.tsx';
import { CommandRows } from '../commands/console/CommandRows.tsx';
import { BinsForm } from '../machines/console/BinsForm.tsx';
import { CodeDialog } from '../machines/console/CodeDialog.tsx';
import { MachineForm } from '../machines/console/MachineForm.tsx';
import { type Machine, standOf } from '../machines/console/machine.ts';
import type { MachineSummary } from '../machines/summary-contract.ts';
import { OrderRows } from '../orders/console/OrderRows.tsx';
import { BinBars } from '../stock/console/BinBars.tsx';
import { RefillRows } from '../stock/console/RefillRows.tsx';

const TemperatureChart = lazy(() => import('../status/console/TemperatureChart.tsx'));

const TABS = ['orders', 'alarms', 'commands', 'refills', 'history'] as const;
/** A clock that is off by less is right. */
const CLOCK_SECONDS = 120;

/** One machine: how it is, what is in it, what it sold. The tab is in the URL. */
export default function MachinePage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const [editing, setEditing] = useState(false);
  const [giving, setGiving] = useState(false);
  const [filling, setFilling] = useState(false);
  const [code, setCode] = useState<string | null>(null);
  const label = (name: string) => translate(`console.coffee.machine.${name}`);
  const query = useQuery({
    queryKey: ['coffee', 'machine', organization.id, id],
    queryFn: () => api.get<Camelized<MachineSummary>>(`/coffee/machines/${id}/summary`),
  });
  useLive([`coffee.machine:${id}`, 'coffee.order'], () => query.refetch());
  const { data } = query;
  const machine = data?.machine;
  const newCode = () =>
    run(async () => setCode((await api.post<{ code: string }>(`/coffee/machines/${id}/device`, {})).code));
  const actions = machine && (
    <>
      {can('coffee.manage') && (
        <>
          <Button disabled={busy} onClick={newCode}>
            {label('new_code')}
          </Button>
          <Button variant="outlined" onClick={() => setEditing(true)}>
            {label('edit')}
          </Button>
        </>
      )}
      {can('coffee.operate') && machine.state === 'active' && (
        <Button variant="contained" onClick={() => setGiving(true)}>
          {translate('console.coffee.command.give')}
        </Button>
      )}
    </>
  );
  return (
    <Page
      title={machine ? machine.name || machine.serial : label('one')}
      subtitle={machine && [machine.serial, machine.merchant.name, machine.location?.name].filter(Boolean).join(' · ')}
      back="/coffee/machines"
      actions={actions}
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={280} />}
      {data && machine && (
        <Box
          sx={{
            display: 'grid',
            gap: 2.5,
            gridTemplateColumns: { xs: 'minmax(0,1fr)', lg: 'minmax(0,2fr) minmax(0,3fr)' },
            alignItems: 'start',
          }}
        >
          <Stack sx={{ gap: 2.5, minWidth: 0 }}>
            <OpenAlarms machineId={machine.id} />
            <Standing machine={machine} />
            <Panel
              title={label('bins')}
              actions={
                can('coffee.operate') && (
                  <Button size="small" onClick={() => setFilling(true)}>
                    {translate('console.coffee.bins.change')}
                  </Button>
                )
              }
            >
              <BinBars machineId={machine.id} bins={data.bins} />
            </Panel>
          </Stack>
          <Stack sx={{ gap: 2.5, minWidth: 0 }}>
            <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
              {(['today', 'week'] as const).map((span) => (
                <Tile
                  key={span}
                  label={translate(`console.coffee.${span === 'today' ? 'machine.today' : 'dashboard.days_7'}`)}
                  value={format.money(data[span].sales, data.currency)}
                  note={translate('console.coffee.machine.orders_today', { count: data[span].orders })}
                />
              ))}
            </Box>
            <Panel title={label('temperature')}>
              <Suspense fallback={<Skeleton variant="rounded" height={220} />}>
                <TemperatureChart machineId={machine.id} />
              </Suspense>
            </Panel>
            <Lists machineId={machine.id} />
          </Stack>
        </Box>
      )}
      {editing && machine && (
        <MachineForm machine={machine} onClose={() => setEditing(false)} onSaved={() => void query.refetch()} />
      )}
      {filling && data && (
        <BinsForm
          machineId={data.machine.id}
          bins={data.bins}
          onClose={() => setFilling(false)}
          onSaved={() => void query.refetch()}
        />
      )}
      {giving && machine && <CommandDialog machineId={machine.id} onClose={() => setGiving(false)} />}
      {code !== null && <CodeDialog code={code} onClose={() => setCode(null)} />}
    </Page>
  );
}

/** What belongs to a machine, a list a tab. */
function Lists({ machineId }: { machineId: string }) {
  const translate = useTranslate();
  const can = useCan();
  const [search, setSearch] = useSearchParams();
  const tabs = TABS.filter((name) => name !== 'history' || can('audit.read'));
  const tab = tabs.find((name) => name === search.get('tab')) ?? 'orders';
  return (
    <Panel padded={false}>
      <Tabs
        variant="scrollable"
        value={tab}
        onChange={(_, next: string) => setSearch({ tab: next }, { replace: true })}
        sx={{ px: 1.5, borderBottom: 1, borderColor: 'divider' }}
      >
        {tabs.map((name) => (
          <Tab key={name} value={name} label={translate(`console.coffee.machine.tab.${name}`)} />
        ))}
      </Tabs>
      <Box sx={{ p: 2 }}>
        {tab === 'orders' && <OrderRows machineId={machineId} />}
        {tab === 'alarms' && <AlarmRows machineId={machineId} />}
        {tab === 'commands' && <CommandRows machineId={machineId} />}
        {tab === 'refills' && <RefillRows machineId={machineId} />}
        {tab === 'history' && <History subjectType="coffee.machine" subjectId={machineId} />}
      </Box>
    </Panel>
  );
}

function Standing({ machine }: { machine: Machine }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.coffee.machine.${name}`);
  const { tone, text } = standOf(machine);
  const off = machine.clockOffsetS;
  const minutes = off === null ? 0 : Math.round(off / 60);
  return (
    <Panel>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'start', gap: 1 }}>
        <Typography className="figures" sx={{ fontSize: '2rem', fontWeight: 700, lineHeight: 1.1 }}>
          {machine.temperature === null ? '—' : `${format.decimal(machine.temperature, 1)} °C`}
        </Typography>
        <StateChip tone={tone} label={label(text)} />
      </Stack>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2, mt: 2.5 }}>
        <Fact label={label('seen')}>{machine.lastSeenAt ? format.ago(machine.lastSeenAt) : label('never')}</Fact>
        <Fact label={label('model')}>{[machine.model, machine.firmware].filter(Boolean).join(' · ') || '—'}</Fact>
        <Fact label={label('address')}>{machine.address || '—'}</Fact>
        <Fact label={label('clock')}>
          {off === null
            ? '—'
            : Math.abs(off) < CLOCK_SECONDS
              ? label('clock_right')
              : translate('console.coffee.machine.clock_off', { minutes: format.number(minutes) })}
        </Fact>
        <Fact label={label('package')}>{machine.packageNumber ?? '—'}</Fact>
        {machine.errors.length > 0 && <Fact label={label('errors')}>{machine.errors.join(', ')}</Fact>}
      </Box>
    </Panel>
  );
}
