import { Button, Stack, Table, TableBody, TableCell, TableRow, TextField, Typography } from '@mui/material';
import { type FormEvent, useState } from 'react';
import {
  AddButton,
  api,
  type Camelized,
  Caption,
  ErrorNote,
  LoadingBar,
  Page,
  Panel,
  SelectField,
  StateChip,
  Strong,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Tariff as Answer, QuoteView, TariffDiff } from '../contract.ts';
import { NewTariff } from './NewTariff.tsx';
import { inForce } from './useClasses.ts';

const LABELS = 'console.electricity.tariff';

type Tariff = Camelized<Answer>;
type Quote = Camelized<QuoteView>;

const TONES = { coming: 'busy', current: 'good', past: 'neutral' } as const;

/** The versions of the tariff with what each changed, and what an amount buys. */
export default function Tariffs() {
  const label = useLabels(LABELS);
  const query = useGet<Tariff[]>('/electricity/tariffs');
  const [adding, setAdding] = useState(false);
  const can = useCan();
  const tariffs = query.data;
  const current = tariffs && inForce(tariffs);
  return (
    <Page
      title={label('many')}
      actions={
        tariffs && can('electricity.manage') && <AddButton label={label('add')} onClick={() => setAdding(true)} />
      }
    >
      {adding && (
        <NewTariff
          before={tariffs?.[0]}
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            void query.refetch();
          }}
        />
      )}
      <LoadingBar on={query.isPending} />
      {query.error && <ErrorNote error={query.error} />}
      <Stack sx={{ gap: 2 }}>
        {current && <QuoteBox tariff={current} />}
        {tariffs?.map((tariff) => (
          <Version key={tariff.id} tariff={tariff} />
        ))}
      </Stack>
    </Page>
  );
}

function QuoteBox({ tariff }: { tariff: Tariff }) {
  const format = useFormat();
  const label = useLabels(LABELS);
  const [amount, setAmount] = useState('5000');
  const [sort, setSort] = useState(tariff.classes[0]?.code ?? '');
  const [quote, setQuote] = useState<Quote | null>(null);
  const [error, setError] = useState<unknown>(null);
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    setQuote(null);
    await api.get<Quote>('/electricity/tariffs/quote', { amount, class: sort }).then(setQuote, setError);
  };
  const kwh = (wh: number) => `${format.number(wh / 1000)} kWh`;
  return (
    <Panel title={label('buys')}>
      <Stack component="form" direction="row" onSubmit={ask} sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          size="small"
          label={`${label('amount')} (${tariff.currency})`}
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
        <SelectField
          size="small"
          label={label('class')}
          value={sort}
          sx={{ minWidth: 160 }}
          onChange={(event) => setSort(event.target.value)}
          choices={tariff.classes.map(({ code, name }) => ({ id: code, name }))}
        />
        <Button type="submit" variant="contained">
          {label('show')}
        </Button>
      </Stack>
      {error !== null && <ErrorNote error={error} />}
      {quote && (
        <>
          <Strong role="status" sx={{ mt: 2 }}>
            {kwh(quote.wh)}
          </Strong>
          <Table size="small">
            <TableBody>
              {quote.blocks.map((block) => (
                <TableRow key={block.fromWh}>
                  <TableCell>
                    {kwh(block.wh)} × {block.price}
                  </TableCell>
                  <TableCell align="right">{format.money(block.amount, quote.currency)}</TableCell>
                </TableRow>
              ))}
              {(['vat', 'levy', 'fee'] as const)
                .filter((name) => Number(quote[name]) > 0)
                .map((name) => (
                  <TableRow key={name}>
                    <TableCell>{label(name)}</TableCell>
                    <TableCell align="right">{format.money(quote[name], quote.currency)}</TableCell>
                  </TableRow>
                ))}
            </TableBody>
          </Table>
        </>
      )}
    </Panel>
  );
}

function Version({ tariff }: { tariff: Tariff }) {
  const [diff, setDiff] = useState<TariffDiff | null>(null);
  const label = useLabels(LABELS);
  const show = () => api.get<TariffDiff>(`/electricity/tariffs/${tariff.id}/diff`).then(setDiff, () => setDiff([]));
  let from = 0;
  const title = label('from', { name: tariff.name, day: tariff.startsOn });
  return (
    <Panel title={title} actions={<StateChip tone={TONES[tariff.state]} label={label(tariff.state)} />}>
      {tariff.classes.map(({ code, name, blocks }) => {
        from = 0;
        return (
          <Typography key={code} variant="body2">
            <b>{name}</b>:{' '}
            {blocks
              .map(({ upToKwh, price }) => {
                const line = `${from}–${upToKwh ?? ''} kWh ${price}`;
                from = upToKwh ?? from;
                return line;
              })
              .join(' · ')}
          </Typography>
        );
      })}
      <Caption>
        {label('vat')} {tariff.vatPercent} % · {label('levy')} {tariff.levyPercent} % · {label('fee')} {tariff.fee}{' '}
        {tariff.currency}
      </Caption>
      {diff ? (
        <Table size="small">
          <TableBody>
            {diff.map(({ field, before, after }) => (
              <TableRow key={field}>
                <TableCell>{field}</TableCell>
                <TableCell sx={{ textDecoration: before ? 'line-through' : undefined }}>{before}</TableCell>
                <TableCell>{after}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : (
        <div>
          <Button size="small" onClick={show}>
            {label('diff')}
          </Button>
        </div>
      )}
    </Panel>
  );
}
