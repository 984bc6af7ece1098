import { Autocomplete, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  api,
  type Camelized,
  dotted,
  SelectField,
  useFormat,
  useGet,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import type { Customer, CustomerView } from '../../customers/contract.ts';
import { type Meter, showNumber } from '../../meters/contract.ts';
import type { Report } from '../contract.ts';

type Found = Pick<Camelized<Customer>, 'id' | 'name'>;
/** `meter 0190…`: what a report is about, as the select's value. */
type About = string;
type Props = {
  about: About;
  month: string;
  months: string[];
  report: Camelized<Report> | undefined;
  onAbout: (about: About) => void;
  onMonth: (month: string) => void;
};

/** Which month of whom: a customer by their name, then all of it, a place, or a meter. */
export function ReportChoice({ about, month, months, report, onAbout, onMonth }: Props) {
  const format = useFormat();
  const { organization } = useSession();
  const [typed, setTyped] = useState('');
  const label = useLabels('console.electricity.report');
  const found = useGet<Found[]>('/electricity/customers', { search: typed.trim(), limit: 8 });
  const customerId = report?.customerId ?? undefined;
  const parts = useQuery({
    queryKey: ['electricity', 'report parts', organization.id, customerId],
    queryFn: async () => {
      const filter = JSON.stringify({ customer_id: customerId });
      const [customer, meters] = await Promise.all([
        api.get<Camelized<CustomerView>>(`/electricity/customers/${customerId}`),
        api.get<Camelized<Meter>[]>('/electricity/meters', { filter, limit: 200 }),
      ]);
      return [
        { about: `customer ${customer.id}`, name: label('whole') },
        ...customer.buildings.map(({ id, name }) => ({ about: `building ${id}`, name })),
        ...customer.departments.map(({ id, name }) => ({ about: `department ${id}`, name })),
        ...meters.map(({ id, name, number }) => ({
          about: `meter ${id}`,
          name: dotted([showNumber(number), name]),
        })),
      ];
    },
    enabled: customerId !== undefined,
  });
  const holder = report?.customerId ? { id: report.customerId, name: report.holder } : null;
  const monthName = new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shown = parts.data?.some((part) => part.about === about) ? parts.data : null;
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1.5, mb: 2 }}>
      <SelectField
        size="small"
        label={label('month')}
        value={month}
        onChange={(event) => onMonth(event.target.value)}
        sx={{ minWidth: 180 }}
        choices={months.map((one) => ({ id: one, name: monthName.format(new Date(`${one}-01T00:00:00Z`)) }))}
      />
      <Autocomplete<Found>
        size="small"
        sx={{ flex: 1, maxWidth: { sm: 360 } }}
        options={found.data ?? []}
        filterOptions={(options) => options}
        getOptionLabel={({ name }) => name}
        getOptionKey={({ id }) => id}
        isOptionEqualToValue={(one, other) => one.id === other.id}
        value={holder}
        loading={found.isPending}
        noOptionsText={label('no_customer')}
        onInputChange={(_, value) => setTyped(value === holder?.name ? '' : value)}
        onChange={(_, value) => onAbout(value ? `customer ${value.id}` : '')}
        renderInput={(params) => <TextField {...params} label={label('customer')} />}
      />
      {shown && (
        <SelectField
          size="small"
          label={label('of')}
          value={about}
          onChange={(event) => onAbout(event.target.value)}
          sx={{ minWidth: 200 }}
          choices={shown.map((part) => ({ id: part.about, name: part.name }))}
        />
      )}
    </Stack>
  );
}
