import { Link } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { type Column, ResourceList, RowCard, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { Visit } from './types.ts';

/** Who came when and by which entrance: to one exhibition, or of one customer. */
export function Visits({ fixed }: { fixed: { exhibition_id: string } | { customer_id: string } }) {
  const format = useFormat();
  const label = useLabels('console.exhibition.entrance');
  const late = ({ offline }: Visit) => (offline ? label('late') : '');
  const who = ({ customer }: Visit) => (
    <Link component={RouterLink} to={`/exhibition/customers/${customer.id}`} color="inherit">
      {customer.name}
    </Link>
  );
  const ofOne = 'customer_id' in fixed;
  const columns: Column<Visit>[] = [
    { key: 'at', label: label('at'), time: ({ at }) => at },
    ...(ofOne ? [] : [{ key: 'who', label: label('who'), render: who }]),
    { key: 'gate', label: label('gate'), render: ({ entrance }) => entrance },
    { key: 'late', label: '', from: 'md', render: late },
  ];
  return (
    <ResourceList<Visit>
      embedded
      live={['exhibition.visit']}
      resource="exhibition/visits"
      fixed={fixed}
      columns={columns}
      card={(visit) => (
        <RowCard title={format.dateTime(visit.at)} note={[visit.entrance, late(visit)]} right={!ofOne && who(visit)} />
      )}
      perPage={10}
      empty={{ title: label('no_visits') }}
    />
  );
}
