import { Alert, Button, Stack } from '@mui/material';
import type { FormEvent, ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { Panel } from './Panel.tsx';

type Props = {
  form: { submit: (event: FormEvent) => void; busy: boolean; message: ReactNode; dialog?: ReactNode };
  title?: string;
  /** the page that "Cancel" leads to */
  cancel?: string;
  /** the button's label; "Save" by default */
  confirm?: string;
  /** whether this person may save, and the fields are such that it makes sense */
  may?: boolean;
  children: ReactNode;
};

/** A form on a page: its fields, the server's message when it refuses, and the buttons. */
export function FormPanel({ form, title, cancel, confirm, may = true, children }: Props) {
  const translate = useTranslate();
  const navigate = useNavigate();
  return (
    <Panel title={title}>
      {form.dialog}
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        {children}
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          {cancel && (
            <Button color="inherit" onClick={() => navigate(cancel)}>
              {translate('ra.action.cancel')}
            </Button>
          )}
          <Button type="submit" variant="contained" disabled={form.busy || !may}>
            {confirm ?? translate('ra.action.save')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}
