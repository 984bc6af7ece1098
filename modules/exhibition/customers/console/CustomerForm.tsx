import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import {
  FormPanel,
  KeepAsTyped,
  Loaded,
  Page,
  useLabels,
  useRecordForm,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import type { Customer } from './types.ts';
import { useCustomer } from './useCustomer.ts';

const LIST = '/exhibition/customers';
const LABELS = 'console.exhibition.customer';

export default function CustomerForm() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const query = useCustomer(id);
  return (
    <Page title={translate('console.exhibition.customer.edit')} back={`${LIST}/${id}`} width={640}>
      <Loaded query={query} height={260}>
        {(customer) => <Fields customer={customer} />}
      </Loaded>
    </Page>
  );
}

function Fields({ customer }: { customer: Customer & Versioned }) {
  const navigate = useNavigate();
  const label = useLabels(LABELS);
  const { name, email, phone, taxNumber, address } = customer;
  const page = `${LIST}/${customer.id}`;
  const form = useRecordForm({
    record: customer,
    path: LIST,
    labels: LABELS,
    initial: { name, email, phone, taxNumber, address, keepPhone: '' },
    bodyOf: (values) => ({
      name: values.name.trim(),
      email: values.email.trim(),
      phone: values.phone.trim(),
      taxNumber: values.taxNumber.trim(),
      address: values.address.trim(),
      ...(values.keepPhone === 'true' && { keepPhone: true }),
    }),
    saved: () => navigate(page),
  });
  return (
    <FormPanel form={form} cancel={page}>
      <TextField {...form.bind('name', { maxLength: 255 })} autoFocus />
      <TextField {...form.bind('email')} type="email" />
      <TextField {...form.bind('phone')} type="tel" />
      <KeepAsTyped
        phone={form.values.phone}
        refused={form.bind('phone').error}
        checked={form.values.keepPhone === 'true'}
        onChange={(keep) => form.set('keepPhone', String(keep))}
      />
      <TextField {...form.bind('taxNumber', { maxLength: 60 })} label={label('tax_number')} />
      <TextField {...form.bind('address', { maxLength: 500 })} multiline minRows={2} />
    </FormPanel>
  );
}
