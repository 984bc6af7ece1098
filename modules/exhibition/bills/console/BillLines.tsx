import BlockIcon from '@mui/icons-material/BlockOutlined';
import { Box, Button, IconButton, Link, List, ListItem, Skeleton, Stack, Tooltip, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  api,
  Caption,
  dotted,
  EmptyNote,
  ErrorNote,
  Key,
  listQuery,
  Strong,
  useCan,
  useFormat,
  useLabels,
  useOffline,
} from '../../../../kernel/ui/index.ts';
import { BillStateChip } from './BillStateChip.tsx';
import { PayAllDialog } from './PayAllDialog.tsx';
import { PayDialog } from './PayDialog.tsx';
import type { Bill } from './types.ts';
import { useDeskRules, useMayVoid } from './useDeskRules.ts';
import { VoidDialog } from './VoidDialog.tsx';

/** The desk shows the latest bills; the customer's page has the whole list. */
export const LATEST = 50;

function useBillsOf(customerId: string) {
  return useQuery({
    queryKey: ['bills', customerId],
    queryFn: () =>
      api.get<Bill[]>('/exhibition/bills', {
        ...listQuery({ customerId }),
        sort: '-created_at',
        limit: LATEST,
      }),
  });
}

type Props = { customerId: string; before?: ReactNode };

/** A customer's bills, newest first; `before` shows the unsent ones. */
export function BillLines({ customerId, before }: Props) {
  const say = useLabels('console.exhibition');
  const bills = useBillsOf(customerId);
  const mayVoid = useMayVoid();
  const [voiding, setVoiding] = useState<Bill | null>(null);
  const [paying, setPaying] = useState<Bill | null>(null);
  const [all, setAll] = useState(false);
  const can = useCan();
  const rules = useDeskRules();
  const offline = useOffline();
  // Without a network the unsent ones are what is known.
  if (!bills.data && offline)
    return (
      <>
        {before && <List disablePadding>{before}</List>}
        <EmptyNote title={say('offline.bills')} />
      </>
    );
  const open = (bills.data ?? []).filter(({ dueMinor }) => dueMinor > 0);
  const takesAll = open.length > 1 && rules?.deskTakesPayments && can('exhibition.bill.pay') && !offline;
  if (bills.isPending) return <Skeleton variant="rounded" height={120} sx={{ m: 2 }} />;
  if (!bills.data) return <ErrorNote error={bills.error} onRetry={() => bills.refetch()} />;
  return (
    <>
      {bills.data.length === 0 && !before && <EmptyNote title={say('bill.none')} text={say('bill.none_text')} />}
      {takesAll && (
        <Box sx={{ px: 2.5, py: 1.5 }}>
          <Button variant="outlined" fullWidth onClick={() => setAll(true)}>
            {say('pay.all')}
          </Button>
        </Box>
      )}
      <List disablePadding>
        {before}
        {bills.data.map((bill) => (
          <BillLine
            key={bill.id}
            bill={bill}
            onVoid={mayVoid ? () => setVoiding(bill) : undefined}
            onPay={rules?.deskTakesPayments && can('exhibition.bill.pay') ? () => setPaying(bill) : undefined}
          />
        ))}
      </List>
      <PayDialog bill={paying} onClose={() => setPaying(null)} onDone={() => void bills.refetch()} />
      {all && (
        <PayAllDialog
          bills={open}
          onClose={() => {
            setAll(false);
            void bills.refetch();
          }}
        />
      )}
      <VoidDialog bill={voiding} onClose={() => setVoiding(null)} onDone={() => void bills.refetch()} />
    </>
  );
}

type BillLineProps = { bill: Bill; onVoid?: (() => void) | undefined; onPay?: (() => void) | undefined };

function BillLine({ bill, onVoid, onPay }: BillLineProps) {
  const translate = useTranslate();
  const format = useFormat();
  const voided = bill.voidedAt !== null;
  const sumsOf = ({ state, due, refunded, refundedMinor, currency }: Bill) => [
    state === 'part_paid' && translate('console.exhibition.pay.still_due', { amount: format.money(due, currency) }),
    refundedMinor > 0 && translate('console.exhibition.pay.gone_back', { amount: format.money(refunded, currency) }),
  ];
  return (
    <Line
      amount={format.money(bill.amount, bill.currency)}
      struck={voided}
      title={
        <Link component={RouterLink} to={`/exhibition/bills/${bill.id}`} color="inherit" underline="hover">
          {bill.description || translate('console.exhibition.bill.no_description')}
        </Link>
      }
      faint={!bill.description}
      note={
        voided
          ? `${bill.voidReason ?? ''} · ${format.dateTime(bill.voidedAt as string)}`
          : dotted([format.dateTime(bill.createdAt), bill.createdBy, bill.code, ...sumsOf(bill)])
      }
      end={
        <Stack direction="row" sx={{ gap: 0.5, alignItems: 'center' }}>
          {onPay && bill.dueMinor > 0 ? (
            <LineAction label={translate('console.exhibition.pay.action')} onClick={onPay} />
          ) : (
            <BillStateChip bill={bill} />
          )}
          {!voided && onVoid && (
            <Tooltip title={translate('console.exhibition.bill.void')}>
              <IconButton size="small" onClick={onVoid} aria-label={translate('console.exhibition.bill.void')}>
                <BlockIcon fontSize="small" />
              </IconButton>
            </Tooltip>
          )}
        </Stack>
      }
    />
  );
}

type LineProps = {
  amount: string;
  title: ReactNode;
  note?: ReactNode;
  end?: ReactNode;
  struck?: boolean;
  faint?: boolean;
};

export function Line({ amount, title, note, end, struck, faint }: LineProps) {
  return (
    <ListItem divider sx={{ gap: 1.5, px: 2.5, py: 1.1, '&:last-child': { borderBottom: 0 } }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography variant="body2" color={faint ? 'textSecondary' : 'textPrimary'} sx={{ overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
        <Caption component="div">{note}</Caption>
      </Box>
      <Strong
        className="figures"
        sx={{ textDecoration: struck ? 'line-through' : undefined, opacity: struck ? 0.55 : 1 }}
      >
        {amount}
      </Strong>
      <Stack sx={{ minWidth: 36, alignItems: 'flex-end' }}>{end}</Stack>
    </ListItem>
  );
}

type ActionProps = { label: string; hotkey?: string | undefined; onClick: () => void };

export function LineAction({ label, hotkey, onClick }: ActionProps) {
  return (
    <Button
      size="small"
      onClick={onClick}
      endIcon={hotkey && <Key>{hotkey}</Key>}
      aria-keyshortcuts={hotkey}
      sx={{ minWidth: 0 }}
    >
      {label}
    </Button>
  );
}
