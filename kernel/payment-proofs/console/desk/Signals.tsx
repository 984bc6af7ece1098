import CompareIcon from '@mui/icons-material/CompareOutlined';
import { Alert, Box, IconButton, Link, Stack, Tooltip, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { PaymentState } from '../../../payments/console/index.ts';
import { dotted, Strong, useFormat, useLabels } from '../../../ui/index.ts';
import type { Signal } from '../types.ts';
import type { Compared } from './Proofs.tsx';

type Props = { signals: Signal[]; onCompare?: (other: Compared) => void };

/** The warnings about a proof as texts, each with links to the payments it names. */
export function Signals({ signals, onCompare }: Props) {
  if (signals.length === 0) return null;
  return (
    <Stack sx={{ gap: 1 }}>
      {signals.map((signal) => (
        <Warning key={signal.kind} signal={signal} onCompare={onCompare} />
      ))}
    </Stack>
  );
}

/** A receipt of the same app looks similar too: a hint, not a warning. */
export function isGrave(signal: Signal): boolean {
  return signal.kind !== 'similar_picture';
}

function Warning({ signal, onCompare }: { signal: Signal; onCompare: Props['onCompare'] }) {
  const label = useLabels('console.payments');
  const { kind, here, more, elsewhere } = signal;
  const paid = here.some((other) => other.state === 'verified');
  return (
    <Alert
      severity={isGrave(signal) ? (paid ? 'error' : 'warning') : 'info'}
      sx={{ '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
    >
      <Strong variant="body2">{here.length > 0 ? label(`warning.${kind}`) : label(`warning_elsewhere.${kind}`)}</Strong>
      {here.map((other) => (
        <Other key={other.paymentId} other={other} onCompare={onCompare} />
      ))}
      {more > 0 && (
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {label('warning_more', { smart_count: more })}
        </Typography>
      )}
      {elsewhere > 0 && (
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {label('elsewhere', { smart_count: elsewhere })}
        </Typography>
      )}
    </Alert>
  );
}

function Other({ other, onCompare }: { other: Signal['here'][number]; onCompare: Props['onCompare'] }) {
  const label = useLabels('console.payments');
  const format = useFormat();
  const { fileId, reference } = other;
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1, mt: 0.75 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <Link component={RouterLink} to={`/payments/${other.paymentId}`} color="inherit" sx={{ fontWeight: 650 }}>
            {reference}
          </Link>
          <PaymentState state={other.state} />
        </Stack>
        <Typography variant="caption" component="div" sx={{ overflowWrap: 'anywhere' }}>
          {dotted([other.payerName, other.description, other.submittedAt && format.dateTime(other.submittedAt)])}
        </Typography>
      </Box>
      {fileId && onCompare && (
        <Tooltip title={label('desk.compare')}>
          <IconButton
            size="small"
            color="inherit"
            onClick={() => onCompare({ fileId, reference })}
            aria-label={label('desk.compare_with', { reference })}
          >
            <CompareIcon />
          </IconButton>
        </Tooltip>
      )}
    </Stack>
  );
}
