import CheckIcon from '@mui/icons-material/Check';
import CloseIcon from '@mui/icons-material/Close';
import { Alert, Box, Button, LinearProgress, Stack, TextField } from '@mui/material';
import { type ReactNode, type Ref, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Key, useFormat, useLabels, useSession } from '../../../ui/index.ts';
import type { Detail, Waiting } from '../types.ts';
import { Course, Earlier, Expected, Facts } from './Facts.tsx';
import type { PictureHandle } from './Picture.tsx';
import { type Compared, Proofs } from './Proofs.tsx';
import { ReadInPicture } from './ReadInPicture.tsx';
import { Signals } from './Signals.tsx';
import type { Trouble, Verb } from './useDecision.ts';

const LABELS = 'console.payments';

type Props = {
  payment: Waiting;
  /** With its history, once loaded. */
  detail: Detail | undefined;
  transaction: string;
  /** The number in the field was read from the picture, and nobody has edited it. */
  transactionRead: boolean;
  onTransaction: (text: string) => void;
  transactionField: Ref<HTMLInputElement>;
  picture: Ref<PictureHandle>;
  busy: Verb | null;
  /** Decisions are allowed: nothing is being sent, and the payment has been visible for a moment. */
  ready: boolean;
  trouble: Trouble | null;
  onVerify: () => void;
  onDeny: () => void;
  onNext: () => void;
  /** A phone: one column, with the buttons at the bottom. */
  narrow: boolean;
  /** The link back to the list, on a phone. */
  head?: ReactNode;
};

/** One payment on the desk: its picture, the expected values, the warnings, and the decision. */
export function Evidence(props: Props) {
  const { payment, detail, narrow } = props;
  const [compared, setCompared] = useState<Compared | null>(null);
  const proofs = (
    <Proofs payment={payment} hand={props.picture} compared={compared} onCompareEnd={() => setCompared(null)} />
  );
  const column = (
    <Stack sx={{ gap: 2 }}>
      <Expected payment={payment} />
      <ReadInPicture payment={payment} />
      <Standing {...props} />
      <Signals signals={payment.signals} onCompare={setCompared} />
      <Transaction {...props} />
      {!narrow && <Buttons {...props} />}
      <Facts payment={payment} />
      {payment.person && <Earlier payment={payment} />}
      {detail && <Course history={detail.history} />}
    </Stack>
  );
  if (narrow) {
    return (
      <Box sx={FULL_SCREEN}>
        {props.head}
        <Box sx={{ flex: 1, overflowY: 'auto', px: 2, pb: 2 }}>
          <Box sx={{ height: '52dvh', mb: 2 }}>{proofs}</Box>
          {column}
        </Box>
        <Box sx={{ p: 1.5, pb: 'calc(12px + env(safe-area-inset-bottom))', borderTop: 1, borderColor: 'divider' }}>
          <Buttons {...props} />
        </Box>
      </Box>
    );
  }
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2.5,
        gridTemplateColumns: 'minmax(0,1fr) minmax(300px, 360px)',
        height: '100%',
        minHeight: 0,
      }}
    >
      {proofs}
      <Box sx={{ overflowY: 'auto', minHeight: 0, pr: 0.5 }}>{column}</Box>
    </Box>
  );
}

const FULL_SCREEN = {
  position: 'fixed',
  inset: 0,
  zIndex: 1200,
  bgcolor: 'background.default',
  display: 'flex',
  flexDirection: 'column',
} as const;

/** What the person must know before deciding: already decided, a first approval, or a failed request. */
function Standing({ payment, trouble, onNext }: Props) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const { user } = useSession();
  const first = payment.firstApproval;
  const mine = first?.byId === user.id;
  return (
    <>
      {payment.state !== 'submitted' && (
        <Alert
          severity="info"
          action={
            <Button color="inherit" size="small" onClick={onNext}>
              {label('desk.next')}
            </Button>
          }
        >
          {label(`desk.decided.${payment.state}`, {
            _: label(`state.${payment.state}`),
            by: payment.decidedBy ?? '—',
            at: payment.decidedAt ? format.time(payment.decidedAt) : '',
          })}
        </Alert>
      )}
      {payment.needsSecond && first && (
        <Alert severity="info">
          {translate(mine ? 'console.payments.desk.second_not_you' : 'console.payments.desk.second_is_you', {
            by: first.by,
            at: format.dateTime(first.at),
          })}
        </Alert>
      )}
      {payment.late && <Alert severity="warning">{label('late_text')}</Alert>}
      {trouble && (
        <Alert
          severity={trouble.unknown ? 'warning' : 'error'}
          action={
            trouble.unknown && (
              <Button color="inherit" size="small" onClick={trouble.again}>
                {translate('console.action.retry')}
              </Button>
            )
          }
        >
          {trouble.unknown ? label('desk.lost_answer') : trouble.message}
        </Alert>
      )}
    </>
  );
}

/**
 * The bank's number of the transfer, typed from the picture; stored with the confirmation and compared with all others.
 */
function Transaction({
  payment,
  transaction,
  transactionRead,
  onTransaction,
  transactionField,
  onVerify,
  narrow,
}: Props) {
  const label = useLabels(LABELS);
  if (!payment.may.includes('verify')) return null;
  return (
    <TextField
      fullWidth
      label={label('transaction_reference')}
      value={transaction}
      onChange={(event) => onTransaction(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || event.repeat) return;
        if (event.key === 'Enter') onVerify();
        if (event.key === 'Escape') (event.target as HTMLElement).blur();
      }}
      inputRef={transactionField}
      helperText={transactionRead ? label('read.check') : narrow ? undefined : label('desk.transaction_help')}
      slotProps={{ htmlInput: { maxLength: 100, autoComplete: 'off', style: { fontFamily: 'monospace' } } }}
    />
  );
}

function Buttons({ payment, busy, ready, onVerify, onDeny }: Props) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const may = (action: string) => payment.may.includes(action);
  if (!may('verify') && !may('deny')) return null;
  return (
    <Box>
      <Box sx={{ height: 3 }}>
        {busy && <LinearProgress aria-label={translate('ra.page.loading')} sx={{ height: 3 }} />}
      </Box>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1 }}>
        <Button
          size="large"
          variant="outlined"
          color="error"
          startIcon={<CloseIcon />}
          endIcon={<Key>D</Key>}
          disabled={!may('deny') || !ready}
          onClick={onDeny}
          sx={{ color: 'error.main' }}
        >
          {label('deny.action')}
        </Button>
        <Button
          size="large"
          variant="contained"
          startIcon={<CheckIcon />}
          endIcon={<Key>V</Key>}
          disabled={!may('verify') || !ready}
          onClick={onVerify}
        >
          {label('verify.action')}
        </Button>
      </Box>
    </Box>
  );
}
