import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Stack,
} from '@mui/material';
import type { FormEvent, ReactNode } from 'react';
import { useTranslate } from 'react-admin';

type Props = {
  title: string;
  text?: ReactNode;
  /** the button's label; "Save" by default */
  confirm?: string;
  form: {
    submit: (event: FormEvent) => void;
    busy: boolean;
    message: ReactNode;
    leave: (close: () => void) => () => void;
    dialog?: ReactNode;
  };
  danger?: boolean;
  /** the button's, unless it is `danger` */
  color?: 'primary' | 'warning';
  /** whether the fields are such that it makes sense */
  may?: boolean;
  /** wide enough for two columns of fields */
  wide?: boolean;
  children?: ReactNode;
  onClose: () => void;
};

/** A short form over the page: what it is about, its fields, the server's message when it refuses. */
export function FormDialog(props: Props) {
  const { title, text, confirm, form, danger, color = 'primary', may = true, wide, children, onClose } = props;
  const translate = useTranslate();
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth={wide ? 'sm' : 'xs'} fullWidth>
      {form.dialog}
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{title}</DialogTitle>
        <DialogContent>
          {text && <DialogContentText component="div">{text}</DialogContentText>}
          <Stack sx={{ gap: 2, mt: 2 }}>
            {form.message && <Alert severity="error">{form.message}</Alert>}
            {children}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" color={danger ? 'error' : color} disabled={form.busy || !may}>
            {confirm ?? translate('ra.action.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
