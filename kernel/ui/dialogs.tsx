import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { type FormEvent, lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useLeave } from './unsaved.tsx';

/** The frame of the console has such dialogs without a text: with the field's parts, its first load would be a twentieth more. */
const ReasonField = lazy(() => import('./ReasonField.tsx'));

type ConfirmProps = {
  open: boolean;
  title: string;
  text?: ReactNode;
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  /** Requires a text before the action can be confirmed. */
  reason?: { label: string; required: boolean };
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

/** Asks before an action that can't be undone; the question says what will happen. */
export function ConfirmDialog(props: ConfirmProps) {
  // Around the whole dialog: what is typed at once would be lost if the field came after it.
  return (
    <Suspense>
      <Question {...props} />
    </Suspense>
  );
}

function Question(props: ConfirmProps) {
  const translate = useTranslate();
  const [reason, setReason] = useState('');
  const close = useLeave(() => props.open && reason.trim() !== '')(() => {
    setReason('');
    props.onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onConfirm(reason.trim());
    setReason('');
  };
  return (
    <Dialog open={props.open} onClose={close} maxWidth="xs">
      <form onSubmit={submit}>
        <DialogTitle>{props.title}</DialogTitle>
        <DialogContent>
          {props.text && <DialogContentText component="div">{props.text}</DialogContentText>}
          {props.reason && <ReasonField {...props.reason} value={reason} onChange={setReason} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={close} color="inherit">
            {translate('ra.action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={props.danger ? 'error' : 'primary'}
            disabled={props.busy || (props.reason?.required && reason.trim() === '')}
            autoFocus={!props.reason}
          >
            {props.confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
