import { Alert, Button, Skeleton, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import {
  api,
  ErrorNote,
  KeepAsTyped,
  Page,
  Panel,
  useForm,
  useSave,
  useSession,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import type { Customer } from './types.ts';

export default function CustomerForm() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['desk', 'customer', organization.id, id],
    queryFn: () => api.get<Customer>(`/exhibition/customers/${id}`),
  });
  return (
    <Page title={translate('console.exhibition.customer.edit')} back={`/exhibition/customers/${id}`} width={640}>
      {query.isPending && <Skeleton variant="rounded" height={260} />}
      {query.error && <ErrorNote error={query.error} />}
      {query.data && <Fields customer={query.data} />}
    </Page>
  );
}

function Fields({ customer }: { customer: Customer & Versioned }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const refresh = useRefresh();
  const page = `/exhibition/customers/${customer.id}`;
  // The values when the form opened, whatever changes afterwards.
  const [{ version, ...initial }] = useState(() => {
    const { name, email, phone, taxNumber, address, version } = customer;
    return { name, email, phone, taxNumber, address, keepPhone: '', version };
  });
  const { keepPhone: _, ...contact } = initial;
  const { save, dialog } = useSave();
  const label = (name: string) => translate(`console.exhibition.customer.${name}`);
  const form = useForm(initial, async (values) => {
    const after = {
      name: values.name.trim(),
      email: values.email.trim(),
      phone: values.phone.trim(),
      taxNumber: values.taxNumber.trim(),
      address: values.address.trim(),
    };
    const keep = values.keepPhone === 'true' ? { keepPhone: true } : {};
    await save({ path: page, version, before: contact, after: { ...after, ...keep }, label });
    notify('console.saved', { type: 'success' });
    refresh();
    navigate(page);
  });
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <TextField
          label={label('name')}
          {...form.bind('name')}
          autoFocus
          slotProps={{ htmlInput: { maxLength: 255 } }}
        />
        <TextField label={label('email')} type="email" {...form.bind('email')} />
        <TextField label={label('phone')} type="tel" {...form.bind('phone')} />
        <KeepAsTyped
          phone={form.values.phone}
          refused={form.bind('phone').error}
          checked={form.values.keepPhone === 'true'}
          onChange={(keep) => form.set('keepPhone', String(keep))}
        />
        <TextField
          label={label('tax_number')}
          {...form.bind('taxNumber')}
          slotProps={{ htmlInput: { maxLength: 60 } }}
        />
        <TextField
          label={label('address')}
          {...form.bind('address')}
          multiline
          minRows={2}
          slotProps={{ htmlInput: { maxLength: 500 } }}
        />
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button color="inherit" onClick={() => navigate(page)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy}>
            {translate('ra.action.save')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}
