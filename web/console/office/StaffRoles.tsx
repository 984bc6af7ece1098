import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';
import { Link } from 'react-router-dom';
import { type Column, RowCard, StateChip, useFormat, useLabels, useSession } from '../../../kernel/ui/index.ts';
import { OfficeList } from './OfficeList.tsx';
import type { StaffRole } from './useRoles.ts';

type Row = StaffRole & { id: string };

/** The roles by trade: the usual ones, and the organization's own. */
export default function StaffRoles() {
  const label = useLabels('console.staff_roles');
  const format = useFormat();
  const owner = useSession().role === 'owner';
  const kind = (role: Row) => (
    <StateChip
      tone={role.usual && !role.changed ? 'neutral' : 'good'}
      label={label(role.usual ? (role.changed ? 'changed' : 'usual') : 'own')}
    />
  );
  const many = (role: Row) => label('so_many', { smart_count: role.permissions.length });
  const columns: Column<Row>[] = [
    { key: 'name', label: label('name'), render: (role) => <b style={{ fontWeight: 600 }}>{role.name}</b> },
    { key: 'permissions', label: label('permissions'), render: many },
    { key: 'holders', label: label('holders'), align: 'right', render: (role) => format.number(role.holders) },
    { key: 'kind', label: label('kind'), from: 'md', render: kind },
  ];
  return (
    <OfficeList<Row>
      texts="staff_roles"
      actions={
        owner && (
          <Button component={Link} to="/office/roles/new" variant="contained" startIcon={<AddIcon />}>
            {label('new')}
          </Button>
        )
      }
      embedded
      resource="staff-roles"
      keyOf={(role) => role.key}
      href={(role) => `/office/roles/${role.key}`}
      columns={columns}
      card={(role) => <RowCard title={role.name} note={many(role)} right={kind(role)} />}
    />
  );
}
