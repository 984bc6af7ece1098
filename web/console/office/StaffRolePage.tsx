import {
  Alert,
  Button,
  Checkbox,
  Skeleton,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
} from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useContext, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import {
  api,
  ErrorNote,
  Page,
  Panel,
  useAction,
  useConfirm,
  useGet,
  useLabels,
  useSession,
  useUnsaved,
  type Versioned,
} from '../../../kernel/ui/index.ts';
import { ConsoleParts } from '../parts.ts';
import type { StaffRole } from './useRoles.ts';

type Grantable = { permission: string; module: string | null; role: string };
const NEW = 'new';
const EMPTY: StaffRole & Versioned = {
  key: NEW,
  name: '',
  permissions: [],
  pages: [],
  role: 'viewer',
  usual: false,
  changed: false,
  holders: 0,
  version: '',
};

/** What a role by trade may do, as a table, and what its menu holds. */
export default function StaffRolePage() {
  const { key = NEW } = useParams();
  const label = useLabels('console.staff_roles');
  const { organization } = useSession();
  const role = useQuery({
    queryKey: ['staff-role', organization.id, key],
    queryFn: () => (key === NEW ? EMPTY : api.get<StaffRole & Versioned>(`/staff-roles/${key}`)),
  });
  const all = useGet<Grantable[]>('/grantable-permissions');
  const error = role.error ?? all.error;
  return (
    <Page title={role.data?.name || label('new')} subtitle={label('page_text')} back="/office/roles" width={860}>
      {error && <ErrorNote error={error} />}
      {!error && (!role.data || !all.data) && <Skeleton variant="rounded" height={360} />}
      {role.data && all.data && <Form key={role.data.version} role={role.data} all={all.data} />}
    </Page>
  );
}

function Form({ role, all }: { role: StaffRole & Versioned; all: Grantable[] }) {
  const parts = useContext(ConsoleParts);
  const translate = useTranslate();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { modules, role: mine } = useSession();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const [name, setName] = useState(role.name);
  const [permissions, setPermissions] = useState(role.permissions);
  const [pages, setPages] = useState(role.pages);
  const owner = mine === 'owner';
  const label = (text: string) => translate(`console.staff_roles.${text}`);
  const input = { ...(role.usual ? {} : { name: name.trim() }), permissions, pages };
  const before = { ...(role.usual ? {} : { name: role.name }), permissions: role.permissions, pages: role.pages };
  const dirty = JSON.stringify(input) !== JSON.stringify(before);
  useUnsaved(() => dirty && !busy);
  const done = async (key: string) => {
    await queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('staff-role') });
    navigate(key);
  };
  const save = () =>
    run(
      async () => {
        if (role.key === NEW) await api.post('/staff-roles', { ...input, name: name.trim() });
        else await api.patch(`/staff-roles/${role.key}`, input, { version: role.version });
        await done('/office/roles');
      },
      { done: 'console.saved' },
    );
  const remove = () =>
    ask({
      title: translate(`console.staff_roles.${role.usual ? 'reset_title' : 'remove_title'}`, { name: role.name }),
      text: label(role.usual ? 'reset_text' : 'remove_text'),
      confirm: label(role.usual ? 'reset' : 'remove'),
      act: () => api.delete(`/staff-roles/${role.key}`),
      done: 'console.saved',
      after: () => void done('/office/roles'),
    });
  const entries = parts
    .filter(({ module }) => !module || modules.includes(module))
    .flatMap(({ menu, label: part }) => menu.map((item) => ({ ...item, part })))
    .filter(({ to }, index, list) => list.findIndex((one) => one.to === to) === index);
  const groups = [...new Set(all.map(({ module }) => module))].sort((a, b) => (a === null ? 1 : b === null ? -1 : 0));
  const toggle = (list: string[], one: string) =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
  return (
    <Stack sx={{ gap: 2.5 }}>
      {!owner && <Alert severity="info">{label('owners_only')}</Alert>}
      {!role.usual && (
        <TextField
          label={label('name')}
          value={name}
          disabled={!owner}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 100 } }}
        />
      )}
      {groups.map((module) => (
        <Panel
          key={module ?? ''}
          title={translate(module ? `console.${module}.title` : 'console.nav.office')}
          padded={false}
        >
          <Ticks
            head={label('may')}
            disabled={!owner}
            rows={all
              .filter((one) => one.module === module)
              .map(({ permission }) => ({ id: permission, name: translate(`console.permissions.${permission}`) }))}
            chosen={permissions}
            onToggle={(one) => setPermissions(toggle(permissions, one).sort())}
          />
        </Panel>
      ))}
      <Panel title={label('menu')} padded={false}>
        <Ticks
          head={label(pages.length === 0 ? 'menu_all' : 'menu_chosen')}
          disabled={!owner}
          rows={entries.map(({ to, label: text, part }) => ({
            id: to,
            name: `${translate(part)}: ${translate(text)}${to === pages[0] ? ` (${label('start')})` : ''}`,
          }))}
          chosen={pages}
          onToggle={(one) => setPages(toggle(pages, one))}
        />
      </Panel>
      {owner && (
        <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
          <Button variant="contained" disabled={busy || !dirty} onClick={() => void save()}>
            {translate('ra.action.save')}
          </Button>
          {role.key !== NEW && (!role.usual || role.changed) && (
            <Button color="error" disabled={busy} onClick={remove}>
              {label(role.usual ? 'reset' : 'remove')}
            </Button>
          )}
        </Stack>
      )}
      {dialog}
    </Stack>
  );
}

type TicksProps = {
  head: string;
  rows: { id: string; name: string }[];
  chosen: string[];
  disabled: boolean;
  onToggle: (id: string) => void;
};

function Ticks({ head, rows, chosen, disabled, onToggle }: TicksProps) {
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell colSpan={2}>{head}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ id, name }) => (
          <TableRow key={id} hover={!disabled}>
            <TableCell padding="checkbox">
              <Checkbox
                id={`tick-${id}`}
                size="small"
                disabled={disabled}
                checked={chosen.includes(id)}
                onChange={() => onToggle(id)}
              />
            </TableCell>
            <TableCell>
              <label htmlFor={`tick-${id}`}>{name}</label>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
