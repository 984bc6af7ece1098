import { Alert, Button, Link, Stack, TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { useSubmit } from './useSubmit.ts';

type FormProps = {
  form: ReturnType<typeof useSubmit>;
  /** The button's label. */
  action: string;
  children: ReactNode;
  /** Other links. */
  below?: ReactNode;
};

/** The form of a sign-in page: the message of a refusal, the fields, one button. */
export function EntryForm({ form, action, children, below }: FormProps) {
  return (
    <Stack component="form" onSubmit={form.submit} sx={{ gap: 2 }}>
      {form.message && <Alert severity="error">{form.message}</Alert>}
      {children}
      <Button type="submit" variant="contained" size="large" disabled={form.busy}>
        {action}
      </Button>
      {below}
    </Stack>
  );
}

export function EntryLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link component={RouterLink} to={to} variant="body2" sx={{ alignSelf: 'center' }}>
      {children}
    </Link>
  );
}

type FieldProps = { value: string; onChange: (value: string) => void; error?: string };

export function EmailField({ value, onChange, error }: FieldProps) {
  const translate = useTranslate();
  return (
    <TextField
      label={translate('console.field.email')}
      type="email"
      name="email"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={Boolean(error)}
      helperText={error}
      autoComplete="username"
      autoFocus
      required
      fullWidth
      slotProps={{ inputLabel: { required: false } }}
    />
  );
}

/** Six digits of an authenticator app, or a backup code with letters, hence a text. Spaces are only for reading. */
export function CodeField({ value, onChange, error }: FieldProps) {
  const translate = useTranslate();
  return (
    <TextField
      label={translate('console.sign_in.code')}
      value={value}
      onChange={(event) => onChange(event.target.value.replace(/\s/g, ''))}
      error={Boolean(error)}
      helperText={error}
      autoFocus
      fullWidth
      slotProps={{
        htmlInput: {
          inputMode: 'numeric',
          autoComplete: 'one-time-code',
          style: { fontSize: '1.4rem', letterSpacing: '0.2em' },
        },
      }}
    />
  );
}
