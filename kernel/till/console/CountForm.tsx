import { Alert, Box, Button, Stack, TextField, Typography } from '@mui/material';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { latinDigits } from '../../lib/digits.ts';
import { formatAmount, parseAmount } from '../../lib/money.ts';
import { ApiError, Attempt, api, Muted, Panel, useFormat, useUnsaved } from '../../ui/index.ts';
import { denominationsOf } from '../contract.ts';
import type { Session } from './types.ts';

type Props = { session: Session; onDone: (counted: Session) => Promise<unknown>; onCancel: () => void };

/**
 * The blind count: how many of each note and coin, by keyboard, where Enter goes on; then other money as a sum. A
 * supervisor who counts for somebody else, or corrects the count of a closed till, says why.
 */
export function CountForm({ session, onDone, onCancel }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const { currency, own } = session;
  const closed = session.closedAt !== null;
  const label = (name: string, more = {}) => translate(`console.till.${name}`, more);
  const values = denominationsOf(currency);
  const [pieces, setPieces] = useState<Record<number, string>>({});
  const [other, setOther] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const attempt = useRef(new Attempt());
  useUnsaved(() => !busy && (other !== '' || Object.values(pieces).some((typed) => typed !== '')));
  const money = (minor: number) => format.money(formatAmount(minor, currency), currency);
  const countOf = (value: number) => Number(latinDigits(pieces[value] ?? '').replaceAll(/\D/g, '') || '0');
  const loose = parseAmount(other.trim() || '0', currency);
  const sum = values.reduce((all, value) => all + value * countOf(value), loose.ok ? loose.data : 0);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    const counts = values.map((value) => ({ valueMinor: value, pieces: countOf(value) }));
    const body = {
      ...(values.length > 0 && { counts }),
      ...(other.trim() && { other: other.trim() }),
      ...(!own && { reason: reason.trim() }),
    };
    try {
      const work = closed ? 'correction' : 'close';
      const counted = await attempt.current.send((idempotencyKey) =>
        api.post<Session>(`/till/sessions/${session.id}/${work}`, body, { idempotencyKey }),
      );
      if (counted.differenceMinor === 0) notify(label('agreed'), { type: 'success' });
      await onDone(counted);
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal)));
      setBusy(false);
    }
  };
  return (
    <Panel title={`${label('count_title')}: ${session.drawer.name}`}>
      <Muted sx={{ mb: 2 }}>{label(closed ? 'correct_text' : 'count_text')}</Muted>
      <Stack component="form" onSubmit={submit} onKeyDown={toNext} sx={{ gap: 2 }} noValidate>
        {error && Object.keys(error.fields).length === 0 && <Alert severity="error">{error.message}</Alert>}
        <Box
          sx={{ display: 'grid', gap: 1, gridTemplateColumns: 'auto minmax(72px, 120px) 1fr', alignItems: 'center' }}
        >
          {values.map((value, i) => (
            <Box key={value} sx={{ display: 'contents' }}>
              <Typography className="figures" sx={{ textAlign: 'right', fontWeight: 600 }}>
                {money(value)} ×
              </Typography>
              <TextField
                autoFocus={i === 0}
                size="small"
                value={pieces[value] ?? ''}
                onChange={(event) => setPieces((now) => ({ ...now, [value]: event.target.value }))}
                slotProps={{
                  htmlInput: {
                    inputMode: 'numeric',
                    maxLength: 6,
                    autoComplete: 'off',
                    'aria-label': label('pieces_of', { amount: money(value) }),
                  },
                }}
              />
              <Typography className="figures" color="textSecondary" sx={{ textAlign: 'right' }}>
                {countOf(value) > 0 ? money(value * countOf(value)) : ''}
              </Typography>
            </Box>
          ))}
        </Box>
        <TextField
          autoFocus={values.length === 0}
          label={`${label('other')} (${currency})`}
          value={other}
          onChange={(event) => setOther(event.target.value)}
          error={Boolean(error?.fields.other)}
          helperText={error?.fields.other}
          slotProps={{ htmlInput: { inputMode: 'decimal', maxLength: 30, autoComplete: 'off' } }}
        />
        {!own && (
          <TextField
            required
            label={label(closed ? 'correct_reason' : 'close_other_reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={Boolean(error?.fields.reason)}
            helperText={error?.fields.reason}
            slotProps={{ htmlInput: { maxLength: 500 } }}
          />
        )}
        <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'baseline' }} aria-live="polite">
          <Typography>{label('counted')}</Typography>
          <Typography variant="h2" component="span" className="figures">
            {money(sum)}
          </Typography>
        </Stack>
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button color="inherit" onClick={onCancel} disabled={busy}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" size="large" disabled={busy}>
            {label(closed ? 'correct' : 'close_action')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}

/** Enter in a field goes on to the next, and from the last to the button; so a count is never sent by the way. */
function toNext(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  const form = event.target.closest('form');
  const fields = [...(form?.querySelectorAll<HTMLElement>('input, button[type="submit"]') ?? [])];
  fields[fields.indexOf(event.target) + 1]?.focus();
}
