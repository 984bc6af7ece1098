import { useTranslate } from 'react-admin';
import {
  byChoice,
  type Camelized,
  type Column,
  ImportButton,
  Page,
  ResourceList,
  RowCard,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { type Customer as Answer, CUSTOMER_KINDS } from '../contract.ts';

type Customer = Camelized<Answer>;

/** Households and institutions. */
export default function CustomerList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const label = useLabels('console.electricity.customer');
  const columns: Column<Customer>[] = [
    { key: 'name', label: label('name'), render: (one) => one.name },
    { key: 'kind', label: label('kind'), render: (one) => label(one.kind) },
    { key: 'meters', label: label('meters'), align: 'right', render: (one) => format.number(one.meterCount) },
    { key: 'members', label: label('members'), align: 'right', render: (one) => format.number(one.memberCount) },
    { key: 'createdAt', label: label('since'), from: 'md', render: (one) => format.date(one.createdAt) },
  ];
  const load = can('electricity.manage') && (
    <ImportButton label={translate('console.electricity.import.button')} to="/electricity/customers/import" />
  );
  return (
    <Page title={label('many')} actions={load}>
      <ResourceList<Customer>
        resource="electricity/customers"
        live={['electricity.customer']}
        columns={columns}
        href={(one) => `/electricity/customers/${one.id}`}
        card={(one) => (
          <RowCard title={one.name} note={[label(one.kind), `${label('meters')}: ${format.number(one.meterCount)}`]} />
        )}
        filters={[byChoice('kind', label('kind'), CUSTOMER_KINDS, label)]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text') }}
      />
    </Page>
  );
}
