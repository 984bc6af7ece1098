import BellIcon from '@mui/icons-material/NotificationsOutlined';
import { Badge, IconButton, ListItemText, Menu, MenuItem, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { api, useFormat, useSession } from '../../../kernel/ui/index.ts';

type Waiting = { kind: string; count: number; to: string };

const LOOK_AGAIN_MS = 30_000;

/** What waits for this person: the number on the bell, each kind in its list, by a link to where it is done. */
export function Bell() {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { data = [] } = useQuery({
    queryKey: ['waiting', organization.id],
    queryFn: () => api.get<Waiting[]>('/waiting', { limit: 100 }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const total = data.reduce((sum, { count }) => sum + count, 0);
  const label = translate('console.waiting.title', { smart_count: total });
  const close = () => setAnchor(null);
  return (
    <>
      <IconButton onClick={(event) => setAnchor(event.currentTarget)} aria-label={label} title={label}>
        <Badge color="error" badgeContent={total} max={99} slotProps={{ badge: { 'aria-hidden': true } }}>
          <BellIcon />
        </Badge>
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={close} slotProps={{ paper: { sx: { minWidth: 260 } } }}>
        {data.map(({ kind, count, to }) => (
          <MenuItem key={kind} component={Link} to={to} onClick={close} sx={{ gap: 2 }}>
            <ListItemText>{translate(`console.waiting.${kind}`, { smart_count: count })}</ListItemText>
            <Typography variant="body2" color="textSecondary" className="figures" aria-hidden>
              {format.number(count)}
            </Typography>
          </MenuItem>
        ))}
        {data.length === 0 && <MenuItem disabled>{translate('console.waiting.none')}</MenuItem>}
      </Menu>
    </>
  );
}
