import { Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { type Column, ResourceList, useFormat } from '../../../../kernel/ui/index.ts';
import type { Visit } from './types.ts';

/** Who came when and by which entrance: to one exhibition, or of one customer. */
export function Visits({ fixed }: { fixed: { exhibition_id: string } | { customer_id: string } }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.exhibition.entrance.${name}`);
  const late = ({ offline }: Visit) => (offline ? label('late') : '');
  const who = ({ customer }: Visit) => (
    <Link component={RouterLink} to={`/exhibition/customers/${customer.id}`} color="inherit">
      {customer.name}
    </Link>
  );
  const ofOne = 'customer_id' in fixed;
  const columns: Column<Visit>[] = [
    { key: 'at', label: label('at'), nowrap: true, render: ({ at }) => format.dateTime(at) },
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
        <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
          <Stack sx={{ minWidth: 0 }}>
            <Typography sx={{ fontWeight: 600 }}>{format.dateTime(visit.at)}</Typography>
            <Typography variant="caption" color="textSecondary">
              {[visit.entrance, late(visit)].filter(Boolean).join(' · ')}
            </Typography>
          </Stack>
          {!ofOne && who(visit)}
        </Stack>
      )}
      perPage={10}
      empty={{ title: label('no_visits') }}
    />
  );
}
