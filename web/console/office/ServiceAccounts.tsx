import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Muted, Panel, useFormat, useGet } from '../../../kernel/ui/index.ts';
import { useRoles } from './useRoles.ts';

type Key = {
  id: string;
  name: string;
  role: string;
  staffRole: string | null;
  service: boolean;
  addresses: string[] | null;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
};

/** Programs that work here as the organization's own: they stay when whoever made them leaves. */
export function ServiceAccounts() {
  const translate = useTranslate();
  const format = useFormat();
  const roles = useRoles([]);
  const query = useGet<Key[]>('/api-keys');
  const label = (name: string, values = {}) => translate(`console.members.service.${name}`, values);
  const now = Date.now();
  const own = (query.data ?? []).filter(
    ({ service, revokedAt, expiresAt }) => service && !revokedAt && !(expiresAt && Date.parse(expiresAt) < now),
  );
  if (own.length === 0) return null;
  return (
    <Panel title={label('title')}>
      <Muted sx={{ mb: 1.5 }}>{label('text')}</Muted>
      <Stack component="ul" sx={{ gap: 1, m: 0, p: 0, listStyle: 'none' }}>
        {own.map((key) => (
          <li key={key.id}>
            <Typography sx={{ fontWeight: 600 }}>{key.name}</Typography>
            <Typography variant="caption" color="textSecondary">
              {[
                roles.nameOf(key),
                label(key.lastUsedAt ? 'used' : 'unused', { time: key.lastUsedAt ? format.ago(key.lastUsedAt) : '' }),
                label(key.expiresAt ? 'ends' : 'never_ends', { day: key.expiresAt ? format.date(key.expiresAt) : '' }),
                ...(key.addresses ? [label('only_from', { addresses: key.addresses.join(', ') })] : []),
              ].join(' · ')}
            </Typography>
          </li>
        ))}
      </Stack>
      <Button component={Link} to="/office/api-keys" sx={{ mt: 1 }}>
        {translate('console.api_keys.title')}
      </Button>
    </Panel>
  );
}
