import CheckIcon from '@mui/icons-material/Check';
import UnfoldMoreIcon from '@mui/icons-material/UnfoldMore';
import { Button, Divider, ListItemIcon, ListItemText, Menu, MenuItem } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import {
  api,
  forgetSession,
  loadSession,
  setCurrentOrganization,
  useAction,
  useSession,
} from '../../../kernel/ui/index.ts';

/** Shows this tab's organization, and switches to another one. */
export function OrganizationSwitcher() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { organization, organizations, role, staffRole } = useSession();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { busy, run } = useAction();
  const choose = (id: string) => {
    setAnchor(null);
    if (id === organization.id) return;
    run(
      async () => {
        await api.post('/session/organization', { organizationId: id });
        setCurrentOrganization(id);
        forgetSession();
        const session = await loadSession();
        // Nothing of the previous organization may be shown, not even for a moment.
        queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
        queryClient.setQueryData(['session'], session);
        navigate('/');
      },
      { refresh: false },
    );
  };
  return (
    <>
      <Button
        color="inherit"
        disabled={busy}
        onClick={(event) => setAnchor(event.currentTarget)}
        endIcon={<UnfoldMoreIcon />}
        aria-label={`${organization.name}: ${translate('console.organization.switch')}`}
        sx={{
          ml: { md: -1.75 },
          maxWidth: { xs: 200, sm: 360 },
          '& .name': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
        }}
      >
        <span className="name">{organization.name}</span>
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {organizations.map((other) => (
          <MenuItem key={other.id} onClick={() => choose(other.id)} selected={other.id === organization.id}>
            <ListItemText inset={other.id !== organization.id} primary={other.name} />
            {other.id === organization.id && (
              <ListItemIcon sx={{ order: -1 }}>
                <CheckIcon fontSize="small" />
              </ListItemIcon>
            )}
          </MenuItem>
        ))}
        <Divider />
        <MenuItem disabled dense>
          {translate('console.organization.your_role', { role: staffRole ?? translate(`console.role.${role}`) })}
        </MenuItem>
      </Menu>
    </>
  );
}
