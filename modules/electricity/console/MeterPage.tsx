import { Box, Button, Stack, Tab, Tabs } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import {
  api,
  type Camelized,
  Columns,
  dotted,
  Fact,
  Figures,
  History,
  Loaded,
  Muted,
  Page,
  Panel,
  StateChip,
  useCan,
  useFormat,
  useLabels,
  useLive,
  useSession,
} from '../../../kernel/ui/index.ts';
import { AlertRows } from '../alerts/console/AlertList.tsx';
import { METER_TONES, type Meter } from '../meters/console/meter.ts';
import { showNumber } from '../meters/contract.ts';
import { CreditRows, EntryRows } from '../readings/console/LedgerRows.tsx';
import { ReadingRows } from '../readings/console/ReadingList.tsx';
import { UsageChart } from '../readings/console/UsageChart.tsx';
import type { BalanceView } from '../readings/contract.ts';
import { useClasses } from '../tariffs/console/useClasses.ts';
import { TokenRows } from '../tokens/console/TokenRows.tsx';
import { Transactions } from '../transactions/console/TransactionList.tsx';
import { MeterActions } from './MeterActions.tsx';

const LABELS = 'console.electricity.meter';

const TABS = ['transactions', 'readings', 'tokens', 'entries', 'credits', 'alerts', 'history'] as const;

/** One meter: what it has left, who holds it, what happened, and what may be done. The tab is in the URL. */
export default function MeterPage() {
  const { id = '' } = useParams();
  const can = useCan();
  const { organization } = useSession();
  const [search, setSearch] = useSearchParams();
  const label = useLabels(LABELS);
  const path = `/electricity/meters/${id}`;
  const query = useQuery({
    queryKey: ['electricity', 'meter', organization.id, id],
    queryFn: async () => {
      const [meter, balance] = await Promise.all([
        api.get<Meter>(path),
        api.get<Camelized<BalanceView>>(`${path}/balance`),
      ]);
      return { meter, balance };
    },
  });
  useLive(['electricity.meter', 'electricity.purchase'], () => query.refetch());
  const meter = query.data?.meter;
  const shown = (name: (typeof TABS)[number]) =>
    name === 'history' ? can('audit.read') : name === 'tokens' ? meter?.keypad : name !== 'credits' || !meter?.keypad;
  const tabs = TABS.filter(shown);
  const tab = tabs.find((name) => name === search.get('tab')) ?? 'transactions';
  return (
    <Page
      title={meter ? meter.name || showNumber(meter.number) : label('one')}
      subtitle={meter && dotted([showNumber(meter.number), meter.place])}
      back="/electricity/meters"
      actions={meter && <MeterActions meter={meter} changed={() => void query.refetch()} />}
    >
      <Loaded query={query}>
        {(data) => (
          <Columns of="2fr 3fr" sx={{ alignItems: 'start' }}>
            <Stack sx={{ gap: 2.5, minWidth: 0 }}>
              <Standing {...data} />
              <Panel title={label('usage')}>
                <UsageChart meterId={data.meter.id} />
              </Panel>
            </Stack>
            <Panel padded={false}>
              <Tabs
                value={tab}
                onChange={(_, next: string) => setSearch({ tab: next }, { replace: true })}
                variant="scrollable"
                allowScrollButtonsMobile
                sx={{ px: 1.5, borderBottom: 1, borderColor: 'divider' }}
              >
                {tabs.map((name) => (
                  <Tab key={name} value={name} label={label(`tab.${name}`)} />
                ))}
              </Tabs>
              <Box sx={{ p: 2 }}>
                {tab === 'transactions' && <Transactions meter={data.meter.id} />}
                {tab === 'readings' && <ReadingRows fixed={{ meterId: data.meter.id }} />}
                {tab === 'tokens' && <TokenRows meterId={data.meter.id} />}
                {tab === 'alerts' && <AlertRows meterId={data.meter.id} />}
                {tab === 'entries' && <EntryRows meterId={data.meter.id} />}
                {tab === 'credits' && <CreditRows meterId={data.meter.id} />}
                {tab === 'history' && <History subjectType="electricity.meter" subjectId={data.meter.id} />}
              </Box>
            </Panel>
          </Columns>
        )}
      </Loaded>
    </Page>
  );
}

function Standing({ meter, balance }: { meter: Meter; balance: Camelized<BalanceView> }) {
  const translate = useTranslate();
  const { nameOf } = useClasses();
  const format = useFormat();
  const label = useLabels(LABELS);
  const kwh = (wh: number | null) => (wh === null ? '—' : `${format.number(Math.round(wh / 100) / 10)} kWh`);
  return (
    <Panel>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'start', gap: 1 }}>
        <Box>
          <Figures
            color={meter.balanceWh <= 0 ? 'error' : undefined}
            sx={{ fontSize: '2rem', fontWeight: 700, lineHeight: 1.1 }}
          >
            {kwh(meter.balanceWh)}
          </Figures>
          <Muted>
            {dotted([
              balance.worth && format.money(balance.worth, balance.currency),
              balance.emptyAt && label('empty_at', { when: format.dateTime(balance.emptyAt) }),
            ])}
          </Muted>
        </Box>
        <StateChip tone={METER_TONES[meter.state]} label={label(meter.state)} />
      </Stack>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2, mt: 2.5 }}>
        <Fact label={label('holder')}>
          {meter.customer ? (
            <Button
              component={Link}
              to={`/electricity/customers/${meter.customer.id}`}
              size="small"
              sx={{ p: 0, minWidth: 0, textAlign: 'left' }}
            >
              {meter.customer.name}
            </Button>
          ) : (
            label(meter.hasClaimCode ? 'code_waits' : 'nobody')
          )}
        </Fact>
        <Fact label={label('class')}>{nameOf(meter.tariffClass)}</Fact>
        {(meter.building || meter.department) && (
          <Fact label={label('belongs')}>{dotted([meter.building?.name, meter.department?.name])}</Fact>
        )}
        <Fact label={label('register')}>{kwh(meter.registerWh)}</Fact>
        <Fact label={label('readAt')}>{meter.readAt ? format.dateTime(meter.readAt) : '—'}</Fact>
        <Fact label={label('usedADay')}>{kwh(balance.usedADayWh)}</Fact>
        <Fact label={label('machine')}>
          {meter.keypad
            ? translate('console.electricity.keypad.has', {
                kind: translate(`console.electricity.keypad.${meter.keypad}`),
              })
            : label(meter.deviceId ? 'has_machine' : 'no_machine')}
        </Fact>
      </Box>
    </Panel>
  );
}
