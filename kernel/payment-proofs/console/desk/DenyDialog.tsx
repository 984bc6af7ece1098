import { Button, ButtonBase, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField } from '@mui/material';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { DENIAL_REASONS } from '../../../payments/contract.ts';
import { Key } from '../../../ui/index.ts';

type Props = { open: boolean; title: string; busy: boolean; onDeny: (reason: string) => void; onClose: () => void };

/**
 * Asks for the reason of a denial: a number key for a common one, or a typed text. Enter confirms; a reason is
 * required.
 */
export function DenyDialog({ open, title, busy, onDeny, onClose }: Props) {
  const translate = useTranslate();
  const [code, setCode] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!open) return;
    setCode(null);
    setWords('');
  }, [open]);
  const reason = words.trim() || code;
  const choose = (next: string) => {
    setCode(next);
    setWords('');
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.repeat) {
      // Also on a selected reason, where Enter would only select it again.
      const onCancel = event.target instanceof HTMLElement && event.target.dataset.way === 'out';
      if (onCancel) return;
      event.preventDefault();
      if (reason && !busy) onDeny(reason);
      return;
    }
    if (event.target === field.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const picked = DENIAL_REASONS[Number(event.key) - 1];
    if (picked) {
      choose(picked);
      event.currentTarget.querySelector<HTMLElement>(`[data-reason="${picked}"]`)?.focus();
    } else if (event.key === '0' || event.key === String(DENIAL_REASONS.length + 1)) field.current?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open={open} onClose={onClose} onKeyDown={onKey} maxWidth="xs" fullWidth>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 0.75, pt: 0.5 }} role="radiogroup" aria-label={translate('console.payments.deny.why')}>
          {DENIAL_REASONS.map((each, i) => (
            <ButtonBase
              key={each}
              role="radio"
              data-reason={each}
              autoFocus={i === 0}
              aria-checked={code === each && words.trim() === ''}
              onClick={() => choose(each)}
              sx={{
                justifyContent: 'flex-start',
                gap: 1.5,
                px: 1.5,
                minHeight: 44,
                borderRadius: 2,
                border: 1,
                borderColor: 'divider',
                '&[aria-checked="true"]': { borderColor: 'error.main', bgcolor: 'action.selected', fontWeight: 600 },
                '&:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineStyle: 'solid' },
              }}
            >
              <Key>{i + 1}</Key>
              {translate(`console.payments.reasons.${each}`)}
            </ButtonBase>
          ))}
          <TextField
            inputRef={field}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            label={translate('console.payments.deny.own_words')}
            helperText={translate('console.payments.deny.own_words_text')}
            sx={{ mt: 1 }}
            slotProps={{ htmlInput: { maxLength: 500 } }}
          />
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} color="inherit" data-way="out">
          {translate('ra.action.cancel')}
        </Button>
        <Button variant="contained" color="error" disabled={!reason || busy} onClick={() => reason && onDeny(reason)}>
          {translate('console.payments.deny.action')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
