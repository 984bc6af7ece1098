import CheckIcon from '@mui/icons-material/CheckCircle';
import WaitingIcon from '@mui/icons-material/CloudUploadOutlined';
import { Box, Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { Caption, dotted, Figures, Strong, useFormat, useLabels, useSession } from '../../../../kernel/ui/index.ts';
import { lastsText } from './lasts.ts';
import type { Row } from './useRound.ts';

type Props = {
  row: Row;
  /** filled: somebody said so, here or on another phone, and the machine has not measured it */
  state: 'open' | 'waiting' | 'done' | 'filled';
  onTick: ((row: Row, amount: number | null, words: { title: string; amount: string }) => void) | null;
};

/** One bin of the round: what is missing, and the button that says it was filled. */
export function RoundLine({ row, state, onTick }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const [typed, setTyped] = useState<string | null>(null);
  const label = useLabels('console.coffee.round');
  const [again, setAgain] = useState(false);
  const { machine, material, position, level, capacity, missing, low, filled } = row;
  const isOpen = state === 'open' || (state === 'filled' && again);
  const unit = translate(`console.coffee.material.units.${material.unit}`);
  const title = `${machine.name || machine.serial}, ${position}. ${material.name}`;
  const fill = () => {
    const read = typed === null ? missing : Number.parseFloat(typedNumber(typed, 3, organization));
    const amount = Number.isFinite(read) && read >= 0 ? read : null;
    onTick?.(row, amount, { title, amount: amount === null ? '' : `${format.number(amount)} ${unit}` });
    setTyped(null);
    setAgain(false);
  };
  const values = { level: format.number(level), capacity: format.number(capacity), unit };
  return (
    <Box component="li" sx={{ px: 2.5, py: 1.5, borderTop: 1, borderColor: 'divider', opacity: isOpen ? 1 : 0.7 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', gap: 1.5 }}>
        <Box sx={{ minWidth: 0 }}>
          <Strong sx={{ overflowWrap: 'anywhere' }}>{title}</Strong>
          <Figures variant="body2" color={low ? 'error' : 'textSecondary'}>
            {dotted([label('of', values), lastsText(row, translate, format.number)])}
          </Figures>
          <Caption component="div">
            {dotted([label('fill', { missing: format.number(missing), unit }), machine.address])}
          </Caption>
          {filled && (
            <Typography variant="caption" component="div">
              {`${label('filled_by', { name: filled.by, when: format.dateTime(filled.at) })}. ${label('not_measured')}`}
            </Typography>
          )}
          {state === 'filled' && !again && onTick && (
            <Button size="small" color="inherit" onClick={() => setAgain(true)} sx={{ ml: -0.75 }}>
              {label('again')}
            </Button>
          )}
        </Box>
        {isOpen && onTick && typed === null && (
          <Button
            variant="outlined"
            size="large"
            onClick={fill}
            aria-label={`${label('done')}: ${title}`}
            sx={{ flexShrink: 0 }}
          >
            {label('done')}
          </Button>
        )}
        {!isOpen && (
          <Stack direction="row" sx={{ gap: 0.5, alignItems: 'center', flexShrink: 0 }}>
            {state === 'waiting' ? <WaitingIcon color="action" /> : <CheckIcon color="success" />}
            <Typography variant="body2">{label(state === 'waiting' ? 'waiting' : 'done')}</Typography>
          </Stack>
        )}
      </Stack>
      {isOpen && onTick && (
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center', mt: typed === null ? 0 : 1 }}>
          {typed === null ? (
            <Button size="small" color="inherit" onClick={() => setTyped('')} sx={{ ml: -0.75 }}>
              {label('other')}
            </Button>
          ) : (
            <>
              <TextField
                size="small"
                label={label('amount', { unit })}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                slotProps={{ htmlInput: { inputMode: 'decimal', maxLength: 12 } }}
                sx={{ flex: 1 }}
              />
              <Button variant="contained" onClick={fill}>
                {label('done')}
              </Button>
              <Button color="inherit" onClick={() => setTyped(null)}>
                {translate('ra.action.cancel')}
              </Button>
            </>
          )}
        </Stack>
      )}
    </Box>
  );
}
