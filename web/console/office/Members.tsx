import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Column,
  Page,
  ResourceList,
  StateChip,
  useAction,
  useCan,
  useConfirm,
  useSave,
  useSession,
  type Versioned,
} from '../../../kernel/ui/index.ts';
import { Invitations } from './Invitations.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { ServiceAccounts } from './ServiceAccounts.tsx';
import { limitOf, limitText, type NamedLimit, useLimits } from './useLimits.ts';
import { useRoles, type WithRole } from './useRoles.ts';

type Member = {
  id: string;
  name: string;
  email: string;
  limit: NamedLimit | null;
  twoFactorEnabled: boolean;
  createdAt: string;
} & WithRole &
  Versioned;
const ROLES = ['owner', 'admin', 'ops', 'viewer'];

/** The people of the organization and those invited. */
export default function Members() {
  const translate = useTranslate();
  const can = useCan();
  const { user, role: own } = useSession();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const { save, dialog: conflict } = useSave();
  const [inviting, setInviting] = useState(false);
  const { choices, nameOf } = useLimits();
  const roles = useRoles(ROLES);
  const label = (name: string) => translate(`console.members.${name}`);
  const may = can('member.write');
  // Roles are given and taken by owners alone.
  const role = (member: Member) =>
    may && own === 'owner' && member.id !== user.id ? (
      <TextField
        select
        size="small"
        value={roles.valueOf(member)}
        disabled={busy}
        onChange={(event) =>
          void run(
            () =>
              save({
                path: `/members/${member.id}`,
                version: member.version,
                before: { role: roles.valueOf(member) },
                after: { role: event.target.value },
                label: () => label('role'),
                body: ({ role = '' }) => roles.inputOf(role),
                show: (_, value) => roles.choices.find((one) => one.value === value)?.name ?? String(value),
              }),
            { done: 'console.saved' },
          )
        }
        sx={{ minWidth: 130 }}
        slotProps={{ htmlInput: { 'aria-label': label('role') } }}
      >
        {roles.choices.map(({ value, name }) => (
          <MenuItem key={value} value={value}>
            {name}
          </MenuItem>
        ))}
      </TextField>
    ) : (
      roles.nameOf(member)
    );
  const plain = ({ limit }: Member) => limit && { kind: limit.kind, id: limit.id };
  // An owner sees everything.
  const limit = (member: Member) =>
    may && member.id !== user.id && member.role !== 'owner' && choices.length > 0 ? (
      <TextField
        select
        size="small"
        value={limitText(plain(member))}
        disabled={busy}
        onChange={(event) =>
          void run(
            () =>
              save({
                path: `/members/${member.id}`,
                version: member.version,
                before: { limit: plain(member) },
                after: { limit: limitOf(event.target.value) },
                label: () => label('limit'),
                show: (_, value) => {
                  const text = limitText(value as NamedLimit | null);
                  return choices.find((choice) => choice.value === text)?.name ?? label('limit_gone');
                },
              }),
            { done: 'console.saved' },
          )
        }
        sx={{ minWidth: 160, maxWidth: 260 }}
        slotProps={{ select: { displayEmpty: true }, htmlInput: { 'aria-label': label('limit') } }}
      >
        {/* A part that is gone, or beyond the first 200, is still what the member is limited to. */}
        {!choices.some(({ value }) => value === limitText(plain(member))) && (
          <MenuItem value={limitText(plain(member))}>{nameOf(member.limit)}</MenuItem>
        )}
        {choices.map(({ value, name }) => (
          <MenuItem key={value} value={value}>
            {name}
          </MenuItem>
        ))}
      </TextField>
    ) : (
      nameOf(member.limit)
    );
  const factor = (member: Member) => (
    <StateChip
      tone={member.twoFactorEnabled ? 'good' : 'neutral'}
      label={label(member.twoFactorEnabled ? 'factor_on' : 'factor_off')}
    />
  );
  const remove = (member: Member) =>
    may &&
    member.id !== user.id && (
      <Button
        size="small"
        color="error"
        onClick={() =>
          ask({
            title: translate('console.members.remove_title', { name: member.name }),
            text: label('remove_text'),
            confirm: label('remove'),
            act: () => api.delete(`/members/${member.id}`),
            done: 'console.members.removed',
          })
        }
      >
        {label('remove')}
      </Button>
    );
  const who = (member: Member) => (
    <>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {member.name}
      </Typography>
      <Typography variant="caption" color="textSecondary">
        {member.email}
      </Typography>
    </>
  );
  const columns: Column<Member>[] = [
    { key: 'name', label: label('name'), render: who },
    { key: 'role', label: label('role'), render: role },
    ...(choices.length > 0 ? [{ key: 'limit', label: label('limit'), render: limit }] : []),
    { key: 'factor', label: label('factor'), from: 'md', render: factor },
    { key: 'remove', label: '', align: 'right', render: remove },
  ];
  return (
    <Page
      title={label('title')}
      subtitle={label('text')}
      actions={
        may && (
          <Button variant="contained" startIcon={<PersonAddIcon />} onClick={() => setInviting(true)}>
            {label('invite')}
          </Button>
        )
      }
    >
      <Stack sx={{ gap: 3 }}>
        {may && own !== 'owner' && (
          <Typography variant="body2" color="textSecondary">
            {label('roles_by_owners')}
          </Typography>
        )}
        <ResourceList<Member>
          embedded
          resource="members"
          columns={columns}
          card={(member) => (
            <Stack sx={{ gap: 1 }}>
              <div>{who(member)}</div>
              <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
                {role(member)}
                {choices.length > 0 && limit(member)}
                {factor(member)}
                {remove(member)}
              </Stack>
            </Stack>
          )}
          empty={{ title: label('none') }}
        />
        {may && <Invitations />}
        {can('api_key.write') && <ServiceAccounts />}
      </Stack>
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
      {dialog}
      {conflict}
    </Page>
  );
}
