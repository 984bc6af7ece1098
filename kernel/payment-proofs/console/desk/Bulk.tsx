import DoneIcon from '@mui/icons-material/CheckCircleOutlined';
import CloseIcon from '@mui/icons-material/Close';
import NotDoneIcon from '@mui/icons-material/ErrorOutlineOutlined';
import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  IconButton,
  Stack,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { formatAmount } from '../../../lib/money.ts';
import { Amount, type BulkResult } from '../../../payments/console/index.ts';
import { api, ConfirmDialog, useAction, useFormat } from '../../../ui/index.ts';
import type { Waiting } from '../types.ts';
import { DenyDialog } from './DenyDialog.tsx';
import { isGrave } from './Signals.tsx';

/** The result for each row, with the rows as they were: decided rows leave the queue before the answer is read. */
export type BulkOutcome = { rows: Waiting[]; results: BulkResult['results'] };

type Props = { chosen: Waiting[]; onDone: (outcome: BulkOutcome, decided: string[]) => void; onClear: () => void };

/** Actions for the selected rows. Each row is decided separately, and the answer lists the results. */
export function Bulk({ chosen, onDone, onClear }: Props) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState<'verify' | 'deny' | null>(null);
  const send = async (verb: 'verify' | 'deny', reason?: string) => {
    const rows = chosen;
    const done = await run(
      async () => {
        const ids = rows.map((row) => row.id);
        const answer = await api.post<BulkResult>(`/payments/bulk-${verb}`, { ids, reason });
        onDone(
          { rows, results: answer.results },
          answer.results.filter(isSettled).map((result) => result.id),
        );
      },
      { refresh: false },
    );
    if (done) setAsking(null);
  };
  const graves = chosen.filter((item) => item.signals.some(isGrave)).length;
  const count = { smart_count: chosen.length };
  return (
    <>
      {chosen.length > 0 && (
        <Stack
          direction="row"
          sx={{ alignItems: 'center', gap: 0.5, px: 1, py: 0.75, flexWrap: 'wrap', bgcolor: 'action.selected' }}
        >
          <IconButton size="small" onClick={onClear} aria-label={translate('ra.action.unselect')}>
            <CloseIcon fontSize="small" />
          </IconButton>
          <Typography variant="body2" sx={{ fontWeight: 600, flex: 1 }} noWrap>
            {translate('console.list.selected', count)}
          </Typography>
          <Button size="small" color="error" onClick={() => setAsking('deny')} disabled={busy}>
            {translate('console.payments.deny.action')}
          </Button>
          <Button size="small" variant="contained" onClick={() => setAsking('verify')} disabled={busy}>
            {translate('console.payments.verify.action')}
          </Button>
        </Stack>
      )}
      <ConfirmDialog
        open={asking === 'verify'}
        busy={busy}
        title={translate('console.payments.bulk.verify_title', count)}
        text={
          <Stack sx={{ gap: 1 }}>
            <Sums rows={chosen} />
            {graves > 0 && <b>{translate('console.payments.bulk.warnings', { smart_count: graves })}</b>}
          </Stack>
        }
        confirm={translate('console.payments.verify.action')}
        onConfirm={() => void send('verify')}
        onClose={() => setAsking(null)}
      />
      <DenyDialog
        open={asking === 'deny'}
        busy={busy}
        title={translate('console.payments.bulk.deny_title', count)}
        onDeny={(reason) => void send('deny', reason)}
        onClose={() => setAsking(null)}
      />
    </>
  );
}

/** Whether the row leaves the queue: decided now, or by another person just before. */
function isSettled({ ok, needsSecond, code }: BulkResult['results'][number]): boolean {
  return ok ? !needsSecond : code !== null && /^payments\.(already_|closed|not_found)/.test(code);
}

/** The sum that is about to be confirmed, in each currency. */
function Sums({ rows }: { rows: Waiting[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0) + row.amountMinor);
  const text = [...sums].map(([currency, minor]) => format.money(formatAmount(minor, currency), currency)).join(' + ');
  return <span>{translate('console.payments.bulk.sum', { sum: text })}</span>;
}

/** The answer to a bulk decision, row by row; a separate component, since the queue may be empty by now. */
export function BulkAnswer(props: { outcome: BulkOutcome | null; onClose: () => void }) {
  const translate = useTranslate();
  const { rows, results } = props.outcome ?? { rows: [], results: [] };
  const good = results.filter((result) => result.ok).length;
  return (
    <Dialog open={props.outcome !== null} onClose={props.onClose} maxWidth="sm" fullWidth>
      <DialogTitle>{translate('console.payments.bulk.outcome', { done: good, all: results.length })}</DialogTitle>
      <DialogContent>
        {results.map((result) => {
          const row = rows.find((each) => each.id === result.id);
          return (
            <Stack key={result.id} direction="row" sx={{ gap: 1.5, py: 0.75, alignItems: 'center' }}>
              {result.ok ? <DoneIcon color="success" /> : <NotDoneIcon color="error" />}
              <Box sx={{ flex: 1, minWidth: 0 }}>
                <Typography variant="body2" sx={{ fontWeight: 600 }} noWrap>
                  {[row?.payerName, row?.reference].filter(Boolean).join(' · ')}
                </Typography>
                <Typography variant="caption" color={result.ok ? 'textSecondary' : 'error'} component="div">
                  {result.message ??
                    translate(
                      result.needsSecond
                        ? 'console.payments.desk.agreed'
                        : `console.payments.state.${result.state ?? 'unknown'}`,
                    )}
                </Typography>
              </Box>
              {row && <Amount payment={row} />}
            </Stack>
          );
        })}
      </DialogContent>
      <DialogActions>
        <Button onClick={props.onClose} variant="contained" autoFocus>
          {translate('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
