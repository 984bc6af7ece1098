import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import {
  api,
  Caption,
  type Column,
  Muted,
  Page,
  ResourceList,
  StateChip,
  Strong,
  useCan,
  useConfirm,
  useLabels,
  useSession,
} from '../../../kernel/ui/index.ts';
import { Invitations } from './Invitations.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { LimitOf, type Member, RoleOf } from './MemberChoices.tsx';
import { ServiceAccounts } from './ServiceAccounts.tsx';
import { useLimits } from './useLimits.ts';

/** The people of the organization and those invited. */
export default function Members() {
  const label = useLabels('console.members');
  const can = useCan();
  const { user, role: own } = useSession();
  const { ask, dialog } = useConfirm();
  const [inviting, setInviting] = useState(false);
  const { choices } = useLimits();
  const may = can('member.write');
  const role = (member: Member) => <RoleOf member={member} />;
  const limit = (member: Member) => <LimitOf member={member} />;
  // On a card no heading says what is on or off.
  const factor = (member: Member, onCard = false) => {
    const state = label(member.twoFactorEnabled ? 'factor_on' : 'factor_off');
    return (
      <StateChip
        tone={member.twoFactorEnabled ? 'good' : 'neutral'}
        label={onCard ? `${label('factor')}: ${state}` : state}
      />
    );
  };
  const remove = (member: Member) =>
    may &&
    member.id !== user.id && (
      <Button
        size="small"
        color="error"
        onClick={() =>
          ask({
            title: label('remove_title', { name: member.name }),
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
      <Strong variant="body2">{member.name}</Strong>
      <Caption>{member.email}</Caption>
    </>
  );
  const columns: Column<Member>[] = [
    { key: 'name', label: label('name'), render: who },
    { key: 'role', label: label('role'), render: role },
    ...(choices.length > 0 ? [{ key: 'limit', label: label('limit'), render: limit }] : []),
    { key: 'factor', label: label('factor'), from: 'md', render: (member) => factor(member) },
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
        {may && own !== 'owner' && <Muted>{label('roles_by_owners')}</Muted>}
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
                {factor(member, true)}
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
    </Page>
  );
}
