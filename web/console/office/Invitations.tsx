import { Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, type Column, ResourceList, RowCard, StateChip, type Tone, useAction } from '../../../kernel/ui/index.ts';
import { InvitationLink, type Invited } from './InvitationLink.tsx';
import { type NamedLimit, useLimits } from './useLimits.ts';
import { useRoles } from './useRoles.ts';

type Invitation = {
  id: string;
  email: string;
  role: string;
  staffRole: string | null;
  limit: NamedLimit | null;
  state: 'open' | 'accepted' | 'revoked' | 'expired';
  expiresAt: string;
  createdAt: string;
  invitedBy: string | null;
};

const TONES: Record<Invitation['state'], Tone> = {
  open: 'busy',
  accepted: 'good',
  revoked: 'neutral',
  expired: 'warning',
};

export function Invitations() {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const { choices, nameOf } = useLimits();
  const roles = useRoles([]);
  const [invited, setInvited] = useState<(Invited & { email: string }) | null>(null);
  const resend = (row: Invitation) =>
    run(async () => setInvited({ ...(await api.post<Invited>(`/invitations/${row.id}/resend`)), email: row.email }));
  const label = (name: string) => translate(`console.invitations.${name}`);
  const state = (row: Invitation) => <StateChip tone={TONES[row.state]} label={label(`state.${row.state}`)} />;
  const buttons = (row: Invitation) => (
    <Stack direction="row" sx={{ gap: 0.5, justifyContent: { sm: 'flex-end' } }}>
      {(row.state === 'open' || row.state === 'expired') && (
        <Button size="small" disabled={busy} onClick={() => void resend(row)}>
          {label('resend')}
        </Button>
      )}
      {row.state === 'open' && (
        <Button
          size="small"
          color="error"
          disabled={busy}
          onClick={() => void run(() => api.delete(`/invitations/${row.id}`), { done: 'console.invitations.revoked' })}
        >
          {label('revoke')}
        </Button>
      )}
    </Stack>
  );
  const columns: Column<Invitation>[] = [
    { key: 'email', label: label('email'), render: (row) => <b style={{ fontWeight: 600 }}>{row.email}</b> },
    { key: 'role', label: label('role'), render: roles.nameOf },
    ...(choices.length > 0
      ? [
          {
            key: 'limit',
            label: translate('console.members.limit'),
            from: 'md' as const,
            render: ({ limit }: Invitation) => nameOf(limit),
          },
        ]
      : []),
    { key: 'state', label: label('state_label'), render: state },
    { key: 'expires', label: label('expiresAt'), from: 'md', time: (row) => row.expiresAt },
    { key: 'buttons', label: '', align: 'right', nowrap: true, render: buttons },
  ];
  return (
    <Box>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {label('title')}
      </Typography>
      <ResourceList<Invitation>
        embedded
        live={['tenancy.invitation']}
        resource="invitations"
        columns={columns}
        card={(row) => (
          <RowCard title={row.email} right={state(row)}>
            {buttons(row)}
          </RowCard>
        )}
        empty={{ title: label('none') }}
      />
      {invited && <InvitationLink invited={invited} onClose={() => setInvited(null)} />}
    </Box>
  );
}
