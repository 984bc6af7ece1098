import { Box, Button, Skeleton, Stack, Tab, Tabs } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useParams, useSearchParams } from 'react-router-dom';
import {
  api,
  type Camelized,
  Columns,
  dotted,
  Fact,
  Figures,
  History,
  LinkDialog,
  Loaded,
  Page,
  Panel,
  StateChip,
  Tile,
  useAction,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { AlarmRows } from '../alarms/console/AlarmRows.tsx';
import { OpenAlarms } from '../alarms/console/OpenAlarms.tsx';
import { CommandDialog } from '../commands/console/CommandDialog.tsx';
import { CommandRows } from '../commands/console/CommandRows.tsx';
import { BinsForm } from '../machines/console/BinsForm.tsx';
import { MachineForm } from '../machines/console/MachineForm.tsx';
import { type Machine, standOf } from '../machines/console/machine.ts';
import type { MachineSummary } from '../machines/summary-contract.ts';
import { OrderRows } from '../orders/console/OrderList.tsx';
import { BinBars } from '../stock/console/BinBars.tsx';
import { RefillRows } from '../stock/console/RefillRows.tsx';

const LABELS = 'console.coffee.machine';

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
  const { busy, run } = useAction();
  const [open, setOpen] = useState<'edit' | 'give' | 'fill' | null>(null);
  const close = () => setOpen(null);
  const [code, setCode] = useState<string | null>(null);
  const label = useLabels(LABELS);
  const query = useGet<Camelized<MachineSummary>>(
    `/coffee/machines/${id}/summary`,
    {},
    { live: [`coffee.machine:${id}`, 'coffee.order'] },
  );
  const { data } = query;
  const machine = data?.machine;
  const again = () => void query.refetch();
  const shown = { title: label('code_title'), text: label('code_text'), warning: label('once') };
  const newCode = () =>
    run(async () => setCode((await api.post<{ code: string }>(`/coffee/machines/${id}/device`, {})).code));
  const actions = machine && (
    <>
      {can('coffee.manage') && (
        <>
          <Button disabled={busy} onClick={newCode}>
            {label('new_code')}
          </Button>
          <Button variant="outlined" onClick={() => setOpen('edit')}>
            {label('edit')}
          </Button>
        </>
      )}
      {can('coffee.operate') && machine.state === 'active' && (
        <Button variant="contained" onClick={() => setOpen('give')}>
          {translate('console.coffee.command.give')}
        </Button>
      )}
    </>
  );
  return (
    <Page
      title={machine ? machine.name || machine.serial : label('one')}
      subtitle={machine && dotted([machine.serial, machine.merchant.name, machine.location?.name])}
      back="/coffee/machines"
      actions={actions}
    >
      <Loaded query={query}>
        {(data) => (
          <Columns of="2fr 3fr" sx={{ alignItems: 'start' }}>
            <Stack sx={{ gap: 2.5, minWidth: 0 }}>
              <OpenAlarms machineId={data.machine.id} />
              <Standing machine={data.machine} />
              <Panel
                title={label('bins')}
                actions={
                  can('coffee.operate') && (
                    <Button size="small" onClick={() => setOpen('fill')}>
                      {translate('console.coffee.bins.change')}
                    </Button>
                  )
                }
              >
                <BinBars machineId={data.machine.id} bins={data.bins} />
              </Panel>
            </Stack>
            <Stack sx={{ gap: 2.5, minWidth: 0 }}>
              <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
                {(['today', 'week'] as const).map((span) => (
                  <Tile
                    key={span}
                    label={translate(`console.coffee.${span === 'today' ? 'machine.today' : 'dashboard.days_7'}`)}
                    value={format.money(data[span].sales, data.currency)}
                    note={label('orders_today', { count: data[span].orders })}
                  />
                ))}
              </Box>
              <Panel title={label('temperature')}>
                <Suspense fallback={<Skeleton variant="rounded" height={220} />}>
                  <TemperatureChart machineId={data.machine.id} />
                </Suspense>
              </Panel>
              <Lists machineId={data.machine.id} />
            </Stack>
          </Columns>
        )}
      </Loaded>
      {open === 'edit' && machine && <MachineForm machine={machine} onClose={close} onSaved={again} />}
      {open === 'fill' && data && (
        <BinsForm machineId={data.machine.id} bins={data.bins} onClose={close} onSaved={again} />
      )}
      {open === 'give' && machine && <CommandDialog machineId={machine.id} onClose={close} />}
      {code !== null && <LinkDialog {...shown} code={code} onClose={() => setCode(null)} />}
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
  const format = useFormat();
  const label = useLabels(LABELS);
  const { tone, text } = standOf(machine);
  const off = machine.clockOffsetS;
  const minutes = off === null ? 0 : Math.round(off / 60);
  return (
    <Panel>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'start', gap: 1 }}>
        <Figures sx={{ fontSize: '2rem', fontWeight: 700, lineHeight: 1.1 }}>
          {machine.temperature === null ? '—' : `${format.decimal(machine.temperature, 1)} °C`}
        </Figures>
        <StateChip tone={tone} label={label(text)} />
      </Stack>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2, mt: 2.5 }}>
        <Fact label={label('seen')}>{machine.lastSeenAt ? format.ago(machine.lastSeenAt) : label('never')}</Fact>
        <Fact label={label('model')}>{dotted([machine.model, machine.firmware]) || '—'}</Fact>
        <Fact label={label('address')}>{machine.address || '—'}</Fact>
        <Fact label={label('clock')}>
          {off === null
            ? '—'
            : Math.abs(off) < CLOCK_SECONDS
              ? label('clock_right')
              : label('clock_off', { minutes: format.number(minutes) })}
        </Fact>
        <Fact label={label('package')}>{machine.packageNumber ?? '—'}</Fact>
        {machine.errors.length > 0 && <Fact label={label('errors')}>{machine.errors.join(', ')}</Fact>}
      </Box>
    </Panel>
  );
}
