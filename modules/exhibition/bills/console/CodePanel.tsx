import PaidIcon from '@mui/icons-material/CheckCircleOutlined';
import { Box, Button, Link, Stack, Typography } from '@mui/material';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Attempt, api, Code, useAction, useFormat, useGet, useLabels } from '../../../../kernel/ui/index.ts';
import { showCustomer, useShown } from './customerScreen.ts';
import type { BillDetail, BillLink } from './types.ts';

type Props = {
  billId: string;
  link: BillLink;
  /** It is paid, or stays open for now. */
  onDone: () => void;
};

/**
 * The code that the customer scans to pay, with amount and reference. It turns green as soon as the money is confirmed:
 * by a provider, a line of a statement, or the cashier who saw it on the customer's phone.
 */
export function CodePanel({ billId, link, onDone }: Props) {
  const format = useFormat();
  const { busy, run } = useAction();
  const attempt = useRef(new Attempt());
  const panel = useRef<HTMLDivElement>(null);
  const live = [`payment:${link.paymentId}`, `exhibition.bill:${billId}`];
  const bill = useGet<BillDetail>(`/exhibition/bills/${billId}`, {}, { live });
  const paid = bill.data !== undefined && bill.data.dueMinor === 0;
  const waits = bill.data?.payments.some(({ id, state }) => id === link.paymentId && state === 'submitted');
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const say = useLabels('console.exhibition.pay');
  useShown({ state: 'code', billId });
  const leave = () => {
    if (!paid) showCustomer({ state: 'idle' });
    onDone();
  };
  const seen = () =>
    run(async () => {
      await attempt.current.send((idempotencyKey) =>
        api.post(`/payments/${link.paymentId}/mark-paid`, { method: 'transfer' }, { idempotencyKey }),
      );
      await bill.refetch();
    });
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.repeat || busy) return;
    if (paid || event.key === 'Escape') leave();
    else void seen();
  };
  return (
    <Stack
      ref={panel}
      tabIndex={-1}
      onKeyDown={keys}
      role="group"
      aria-label={say('code')}
      data-testid="code-panel"
      sx={{
        gap: 2,
        p: 2,
        alignItems: 'center',
        borderRadius: 2,
        border: 2,
        borderColor: paid ? 'success.main' : 'divider',
        outline: 'none',
        scrollMarginBottom: { xs: 84, md: 16 },
        bgcolor: (theme) => (paid ? `${theme.palette.success.main}22` : undefined),
      }}
    >
      {paid ? (
        <PaidIcon color="success" sx={{ fontSize: 120 }} />
      ) : (
        link.qrSvg && (
          <Box
            component="img"
            alt={say('scan')}
            src={`data:image/svg+xml,${encodeURIComponent(link.qrSvg)}`}
            sx={{ width: 'min(260px, 70vw)', bgcolor: '#fff', borderRadius: 1, p: 1 }}
          />
        )
      )}
      <Typography className="figures" sx={{ fontSize: '2.4rem', fontWeight: 740, lineHeight: 1.1 }}>
        {format.money(link.amount, link.currency)}
      </Typography>
      <Code value={link.reference} size="1.2rem" />
      <Typography role="status" color={paid ? 'success.main' : 'textSecondary'} sx={{ fontWeight: paid ? 700 : 400 }}>
        {say(paid ? 'arrived' : waits ? 'waits' : link.qrSvg ? 'scan' : 'no_code')}
      </Typography>
      {link.link && !paid && (
        <Link href={link.link} target="_blank" rel="noreferrer" sx={{ overflowWrap: 'anywhere' }} variant="caption">
          {link.link}
        </Link>
      )}
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', justifyContent: 'center' }}>
        {paid || waits ? (
          <Button variant="contained" size="large" onClick={onDone}>
            {say('next')}
          </Button>
        ) : (
          <>
            <Button variant="contained" size="large" disabled={busy} onClick={() => void seen()}>
              {say('seen')}
            </Button>
            <Button color="inherit" size="large" onClick={leave}>
              {say('leave')}
            </Button>
          </>
        )}
      </Stack>
    </Stack>
  );
}
