import { Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useSession } from '../../../../kernel/ui/index.ts';
import { type Off, readTyped } from './typed.ts';

type Props = {
  open: boolean;
  title: string;
  currency: string;
  onClose: () => void;
  /** null: nothing is taken off any more */
  onOff: (off: Off | null) => void;
};

/** Asks by touch what a cashier types as `10%` or `-5`. */
export function OffDialog({ open, title, currency, onClose, onOff }: Props) {
  const translate = useTranslate();
  const { organization } = useSession();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    if (open) setText('');
    setWrong(false);
  }, [open]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return onOff(null);
    const typed = readTyped(text.includes('%') ? text : `-${text.replace(/^-/, '')}`, [], {
      currency,
      region: organization,
    });
    if (typed.kind === 'off') onOff(typed.off);
    else setWrong(true);
  };
  return (
    <Dialog open={open} onClose={onClose} maxWidth="xs" fullWidth>
      <form onSubmit={submit} noValidate autoComplete="off">
        <DialogTitle>{title}</DialogTitle>
        <DialogContent>
          <TextField
            autoFocus
            fullWidth
            label={translate('console.exhibition.sale.off')}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setWrong(false);
            }}
            error={wrong}
            helperText={translate('console.exhibition.sale.off_help')}
            sx={{ mt: 1 }}
          />
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={onClose}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained">
            {translate('ra.action.confirm')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
