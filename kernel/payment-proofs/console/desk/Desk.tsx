import ArrowBackIcon from '@mui/icons-material/ArrowBack';
import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import { Box, Button, Card, IconButton, Link, Stack, Typography } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink, useSearchParams } from 'react-router-dom';
import { useCounts } from '../../../payments/console/index.ts';
import { ConfirmDialog, ErrorNote, Page, useCan, useFormat } from '../../../ui/index.ts';
import type { Waiting } from '../types.ts';
import { AllDone } from './AllDone.tsx';
import { Bulk, BulkAnswer, type BulkOutcome } from './Bulk.tsx';
import { DenyDialog } from './DenyDialog.tsx';
import { Evidence } from './Evidence.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import type { PictureHandle } from './Picture.tsx';
import { Queue } from './Queue.tsx';
import { QueueFilters } from './QueueFilters.tsx';
import { Signals } from './Signals.tsx';
import { useDesk } from './useDesk.ts';
import { useKeys } from './useKeys.ts';

/** The server's limit for one bulk request. */
const MAX_SELECTED = 100;

/** The list beside the open payment. */
const BESIDE = {
  display: 'grid',
  gap: 2.5,
  gridTemplateColumns: 'minmax(280px, 340px) minmax(0,1fr)',
  height: 'max(480px, calc(100dvh - 190px))',
};

/**
 * The evidence desk: the proofs that people sent, one after the other, decided with two keys. Filters and the open
 * payment are in the URL.
 */
export default function Desk() {
  const translate = useTranslate();
  const can = useCan();
  const counts = useCounts();
  const [search] = useSearchParams();
  const filter = { subjectType: search.get('for') ?? '', needsSecond: search.get('second') ?? '' };
  const desk = useDesk(filter);
  const [selected, setSelected] = useState<string[]>([]);
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);
  const [help, setHelp] = useState(false);
  const picture = useRef<PictureHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const { items, payment, narrow } = desk;
  useTicking();

  // Rows that another person decided meanwhile are no longer selected.
  const chosen = items.filter((item) => selected.includes(item.id));
  const select = (id: string) =>
    setSelected((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id].slice(-MAX_SELECTED)));
  const mayDecide = can('payments.verify');
  useKeys({
    j: () => desk.step(1),
    k: () => desk.step(-1),
    ArrowDown: () => desk.step(1),
    ArrowUp: () => desk.step(-1),
    v: desk.verify,
    d: () => desk.deny(),
    x: () => mayDecide && payment && select(payment.id),
    t: () => field.current?.focus(),
    z: () => picture.current?.zoom(),
    r: () => picture.current?.turn(),
    '?': () => setHelp(true),
    Escape: () => narrow && desk.open(null),
  });

  const waiting = counts?.submitted ?? items.length;
  const nothing = desk.query.isSuccess && items.length === 0;
  const evidence = payment && (
    <Evidence
      key={payment.id}
      payment={payment}
      detail={desk.detail}
      transaction={desk.transaction}
      transactionRead={desk.transactionRead}
      onTransaction={desk.setTransaction}
      transactionField={field}
      picture={picture}
      busy={desk.busy}
      ready={desk.ready}
      trouble={desk.trouble?.paymentId === payment.id ? desk.trouble : null}
      onVerify={desk.verify}
      onDeny={() => desk.deny()}
      onNext={() => desk.step(1)}
      narrow={narrow}
      head={<PhoneHead name={payment.payerName || payment.reference} onBack={() => desk.open(null)} />}
    />
  );
  return (
    <Page
      title={translate('console.payments.desk.title')}
      width={2000}
      subtitle={waiting > 0 ? translate('console.payments.desk.waiting', { smart_count: waiting }) : undefined}
      actions={
        <>
          <QueueFilters />
          {!narrow && (
            <Button variant="outlined" startIcon={<KeyboardIcon />} onClick={() => setHelp(true)}>
              {translate('console.payments.keys.title')}
            </Button>
          )}
        </>
      }
    >
      {desk.query.error && <ErrorNote error={desk.query.error} onRetry={() => desk.query.refetch()} />}
      {nothing && !payment ? (
        <AllDone filtered={filter.subjectType !== '' || filter.needsSecond !== ''} last={desk.last} />
      ) : (
        <Box sx={narrow ? undefined : BESIDE}>
          <QueueSide
            desk={desk}
            chosen={chosen}
            onSelect={mayDecide ? select : null}
            onClear={() => setSelected([])}
            onDone={setOutcome}
          />
          {!narrow && (
            <Box sx={{ minWidth: 0, minHeight: 0 }}>
              {desk.detailError && !payment ? <ErrorNote error={desk.detailError} /> : evidence}
            </Box>
          )}
        </Box>
      )}
      {narrow && evidence}
      <Decision desk={desk} />
      <BulkAnswer outcome={outcome} onClose={() => setOutcome(null)} />
      <KeysDialog open={help} onClose={() => setHelp(false)} />
    </Page>
  );
}

type OfDesk = { desk: ReturnType<typeof useDesk> };

/** What is asked before the open payment is decided. */
function Decision({ desk }: OfDesk) {
  const translate = useTranslate();
  const format = useFormat();
  const { payment } = desk;
  return (
    <>
      <ConfirmDialog
        open={desk.asking === 'verify'}
        busy={desk.busy !== null}
        title={translate('console.payments.verify.sure', {
          amount: payment ? format.money(payment.amount, payment.currency) : '',
          name: payment?.payerName ?? '',
        })}
        text={
          payment && (
            <Stack sx={{ gap: 1 }}>
              {payment.needsSecond && payment.firstApproval && (
                <span>{translate('console.payments.verify.as_second', { by: payment.firstApproval.by })}</span>
              )}
              <Signals signals={payment.signals} />
            </Stack>
          )
        }
        confirm={translate('console.payments.verify.action')}
        onConfirm={desk.confirm}
        onClose={() => desk.setAsking(null)}
      />
      <DenyDialog
        open={desk.asking === 'deny'}
        busy={desk.busy !== null}
        title={translate('console.payments.deny.title', { name: payment?.payerName || payment?.reference || '' })}
        onDeny={desk.deny}
        onClose={() => desk.setAsking(null)}
      />
    </>
  );
}

type SideProps = OfDesk & {
  chosen: Waiting[];
  /** null: they may not decide */
  onSelect: ((id: string) => void) | null;
  onClear: () => void;
  onDone: (outcome: BulkOutcome) => void;
};

/** What waits, what is chosen of it, and what was decided last. */
function QueueSide({ desk, chosen, onSelect, onClear, onDone }: SideProps) {
  const translate = useTranslate();
  const format = useFormat();
  const { last } = desk;
  return (
    <Card sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}>
      <Bulk
        chosen={chosen}
        onClear={onClear}
        onDone={(answer, ids) => {
          onDone(answer);
          onClear();
          desk.remove(ids);
          if (desk.chosenId && ids.includes(desk.chosenId)) desk.open(null);
        }}
      />
      <Queue
        query={desk.query}
        items={desk.items}
        chosenId={desk.chosenId}
        selected={chosen.map(({ id }) => id)}
        onSelect={onSelect}
        // On a phone the back button returns to the list.
        onOpen={(id) => desk.open(id, !desk.narrow)}
      />
      {last && (
        <Box sx={{ px: 1.5, py: 1, borderTop: 1, borderColor: 'divider' }} role="status">
          <Typography variant="caption" color="textSecondary" component="div">
            {translate(
              last.payment.needsSecond ? 'console.payments.desk.agreed' : `console.payments.desk.last.${last.verb}`,
            )}
          </Typography>
          <Link component={RouterLink} to={`/payments/${last.payment.id}`} variant="body2">
            {last.payment.payerName || last.payment.reference} ·{' '}
            {format.money(last.payment.amount, last.payment.currency)}
          </Link>
        </Box>
      )}
    </Card>
  );
}

function PhoneHead({ name, onBack }: { name: string; onBack: () => void }) {
  const translate = useTranslate();
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1, px: 1, py: 0.5 }}>
      <IconButton onClick={onBack} aria-label={translate('ra.action.back')}>
        <ArrowBackIcon />
      </IconButton>
      <Typography variant="h3" component="h2" noWrap>
        {name}
      </Typography>
    </Stack>
  );
}

/** Updates the ages while the page stays open. */
function useTicking() {
  const [, setNow] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 30_000);
    return () => window.clearInterval(timer);
  }, []);
}
