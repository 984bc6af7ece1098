import { Box, Button, Stack, TextField, Typography } from '@mui/material';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useApproval } from '../../../../kernel/till/console/index.ts';
import {
  Attempt,
  api,
  ErrorNote,
  Figures,
  Key,
  Page,
  Panel,
  useAction,
  useFormat,
  useGet,
  useLabels,
  useUnsaved,
} from '../../../../kernel/ui/index.ts';
import { billMinor } from '../../amount.rule.ts';
import { Large, PayStep } from '../../bills/console/PayStep.tsx';
import { type Quantities, ReturnLines, readBack } from '../../bills/console/ReturnLines.tsx';
import type { BillDetail, Exchanged } from '../../bills/console/types.ts';
import type { Paid } from '../../bills/console/usePayStep.ts';
import { useItems } from '../../items/console/useItems.ts';
import type { Correcting } from './BillForm.tsx';
import { NewBill } from './NewBill.tsx';
import { type BillEntry, bodyOf } from './useBillQueue.ts';

/** Goods of a bill that come back, others instead of them, and the difference: one step, or none of it. */
export default function ExchangePage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const query = useGet<BillDetail>(`/exhibition/bills/${id}`);
  // Before the form is shown, which would take the focus when they come.
  const items = useItems(query.data?.exhibitionId ?? '');
  const title = translate('console.exhibition.exchange.title');
  return (
    <Page title={query.data ? `${title} ${query.data.code}` : title} back={`/exhibition/bills/${id}`}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.data && !items.isLoading && <Exchange bill={query.data} />}
    </Page>
  );
}

type Settled = Pick<Paid, 'pay' | 'changeMinor'>;
type Back = ReturnType<typeof readBack> & { reason: string };

/**
 * The request of an exchange, with a supervisor's approval where the return needs one. The money of what came back pays
 * the first part: only the difference goes over the counter.
 */
function useExchange({ id, currency }: BillDetail) {
  const { busy, run } = useAction();
  const { approved, dialog } = useApproval();
  const attempt = useRef(new Attempt());
  const [done, setDone] = useState<{ exchanged: Exchanged; changeMinor: number } | null>(null);
  const send = (back: Back, entry: BillEntry, { pay, changeMinor }: Settled, to: 'cash' | 'credit') =>
    run(
      async () => {
        const about = {
          what: 'exhibition.return',
          subjectId: id,
          amount: formatAmount(back.minor, currency),
          currency,
        };
        const { exhibitionId: _, confirmedExhibitionId: __, stallId: ___, ...sale } = bodyOf(entry);
        const given = formatAmount(Math.min(back.minor, billMinor(entry.amount, currency)), currency);
        const exchanged = await approved(about, (approvalId) =>
          attempt.current.send((idempotencyKey) =>
            api.post<Exchanged>(
              `/exhibition/bills/${id}/exchange`,
              {
                returned: { lines: back.lines, reason: back.reason.trim(), to, ...(approvalId && { approvalId }) },
                sale: { ...sale, pay: [{ method: to, given }, ...pay] },
              },
              { idempotencyKey },
            ),
          ),
        );
        setDone({ exchanged, changeMinor });
      },
      { refresh: false },
    );
  return { busy, done, send, dialog };
}

function Exchange({ bill }: { bill: BillDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const { busy, done, send, dialog } = useExchange(bill);
  const amount = useRef<HTMLInputElement>(null);
  const reasonField = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<Quantities>({});
  const [reason, setReason] = useState('');
  const [wanting, setWanting] = useState(false);
  const [entry, setEntry] = useState<BillEntry | null>(null);
  const [correcting, setCorrecting] = useState<Correcting | null>(null);
  const { currency } = bill;
  const say = useLabels('console.exhibition.exchange');
  const money = (minor: number) => format.money(formatAmount(minor, currency), currency);
  const back = readBack(bill, typed);
  const soldMinor = entry ? billMinor(entry.amount, currency) : 0;
  useUnsaved(() => !done && (back.minor > 0 || entry !== null));
  const add = (next: BillEntry) => {
    setCorrecting(null);
    setEntry(next);
  };
  const backToSale = () => {
    setCorrecting(entry && { ...entry, key: undefined });
    setEntry(null);
  };
  if (done) return <Done {...done} money={money} />;
  const ready = back.minor > 0 && reason.trim() !== '';
  return (
    <Box sx={LAYOUT}>
      <Panel title={say('returned')}>
        <Stack sx={{ gap: 1.5 }}>
          <ReturnLines
            bill={bill}
            typed={typed}
            onType={(position, text) => setTyped((now) => ({ ...now, [position]: text }))}
          />
          <TextField
            inputRef={reasonField}
            label={translate('console.exhibition.bill.void_reason')}
            name="reason"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={wanting && !ready}
            helperText={wanting && !ready ? say('wanting') : ' '}
            slotProps={{ htmlInput: { maxLength: 500, autoComplete: 'off' } }}
          />
          <Sum label={say('worth')} amount={money(back.minor)} />
        </Stack>
      </Panel>
      <Panel title={say('sold')}>
        {entry === null ? (
          <NewBill
            at={bill.stallId}
            exhibition={{ id: bill.exhibitionId, currency }}
            amount={amount}
            correcting={correcting}
            focused={correcting !== null}
            onAdd={(next) => {
              setWanting(true);
              if (ready) return add(next);
              setCorrecting({ ...next, key: undefined });
              setTimeout(() => reasonField.current?.focus());
            }}
          />
        ) : (
          <Stack sx={{ gap: 1.5 }}>
            <Sum label={say('costs')} amount={money(soldMinor)} />
            <Sum label={say('worth')} amount={money(-back.minor)} />
            <Difference
              bill={bill}
              minor={soldMinor - back.minor}
              busy={busy}
              onDone={(settled, to) => send({ ...back, reason }, entry, settled, to)}
              onBack={backToSale}
            />
          </Stack>
        )}
      </Panel>
      {dialog}
    </Box>
  );
}

type DoneProps = { exchanged: Exchanged; changeMinor: number; money: (minor: number) => string };

function Done({ exchanged: { sold, differenceMinor }, changeMinor, money }: DoneProps) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const gets = differenceMinor < 0 ? -differenceMinor : changeMinor;
  const label = differenceMinor < 0 ? 'console.exhibition.exchange.gets' : 'console.exhibition.pay.change';
  return (
    <Panel title={translate('console.exhibition.exchange.done', { code: sold.bill.code })}>
      <Stack sx={{ gap: 2, maxWidth: 560 }}>
        {gets > 0 && <Large label={translate(label)} amount={money(gets)} tone="success.main" />}
        <Button
          variant="contained"
          size="large"
          autoFocus
          onClick={() => navigate(`/exhibition/bills/${sold.bill.id}`)}
        >
          {translate('console.exhibition.pay.next')}
        </Button>
      </Stack>
    </Panel>
  );
}

type DifferenceProps = {
  bill: BillDetail;
  /** above zero: the customer pays it */
  minor: number;
  busy: boolean;
  onDone: (settled: Settled, to: 'cash' | 'credit') => unknown;
  onBack: () => void;
};

/** What the customer pays, or gets back. */
function Difference({ bill: { currency, customer }, minor, busy, onDone, onBack }: DifferenceProps) {
  const translate = useTranslate();
  const format = useFormat();
  if (minor <= 0)
    return (
      <Even
        amount={minor < 0 ? format.money(formatAmount(-minor, currency), currency) : null}
        registered={customer !== null}
        busy={busy}
        onDone={(to) => void onDone({ pay: [], changeMinor: 0 }, to)}
        onBack={onBack}
      />
    );
  return (
    <>
      <Typography>{translate('console.exhibition.exchange.pays')}</Typography>
      <PayStep
        dueMinor={minor}
        currency={currency}
        customerId={customer?.id ?? null}
        busy={busy}
        onPaid={(paid) => void onDone(paid, 'cash')}
        onBack={onBack}
      />
    </>
  );
}

type EvenProps = {
  /** What the customer gets; null: nothing. */
  amount: string | null;
  registered: boolean;
  busy: boolean;
  onDone: (to: 'cash' | 'credit') => void;
  onBack: () => void;
};

/** Nothing is to be paid: the rest goes back in cash, or stays as store credit. */
function Even({ amount, registered, busy, onDone, onBack }: EvenProps) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => group.current?.querySelector('button')?.focus(), []);
  const say = useLabels('console.exhibition.exchange');
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'F10' && amount !== null && registered && !busy) onDone('credit');
    else if (event.key === 'Escape') onBack();
    else return;
    event.preventDefault();
  };
  return (
    <Stack ref={group} role="group" aria-label={say('title')} sx={{ gap: 1.5 }} onKeyDown={keys}>
      {amount === null ? (
        <Typography>{say('even')}</Typography>
      ) : (
        <Large label={say('gets')} amount={amount} tone="success.main" />
      )}
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <Button
          variant="contained"
          size="large"
          endIcon={<Key>Enter</Key>}
          disabled={busy}
          onClick={() => onDone('cash')}
        >
          {say(amount === null ? 'action' : 'in_cash')}
        </Button>
        {amount !== null && registered && (
          <Button
            variant="outlined"
            size="large"
            endIcon={<Key>F10</Key>}
            aria-keyshortcuts="F10"
            disabled={busy}
            onClick={() => onDone('credit')}
          >
            {say('to_credit')}
          </Button>
        )}
        <Button color="inherit" size="large" endIcon={<Key>Esc</Key>} disabled={busy} onClick={onBack}>
          {say('back')}
        </Button>
      </Stack>
    </Stack>
  );
}

function Sum({ label, amount }: { label: string; amount: string }) {
  return (
    <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 2 }}>
      <Typography color="textSecondary">{label}</Typography>
      <Figures sx={{ fontWeight: 650 }}>{amount}</Figures>
    </Stack>
  );
}

const LAYOUT = {
  display: 'grid',
  gap: 2,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0,1fr)', lg: 'minmax(0,2fr) minmax(0,3fr)' },
};
