import CheckIcon from '@mui/icons-material/Check';
import UnfoldMoreIcon from '@mui/icons-material/UnfoldMore';
import { Button, Divider, ListItemIcon, ListItemText, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useAction, useCan, useSession } from '../../../kernel/ui/index.ts';
import { useSwitch } from '../organizations/useSwitch.ts';

/** Shows this tab's organization, and switches to another one. */
export function OrganizationSwitcher() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const switchTo = useSwitch();
  const mayFound = useCan()('organization.create');
  const { organization, organizations, role, staffRole } = useSession();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { busy, run } = useAction();
  const choose = (id: string) => {
    setAnchor(null);
    if (id === organization.id) return;
    void run(() => switchTo(id), { refresh: false });
  };
  const go = (to: string) => {
    setAnchor(null);
    navigate(to);
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
        {organizations.length > 1 && (
          <MenuItem onClick={() => go('/organizations')}>
            <ListItemText inset primary={translate('console.organization.all')} />
          </MenuItem>
        )}
        {mayFound && (
          <MenuItem onClick={() => go('/organizations/new')}>
            <ListItemText inset primary={translate('console.organization.new')} />
          </MenuItem>
        )}
        <MenuItem disabled dense>
          {translate('console.organization.your_role', { role: staffRole ?? translate(`console.role.${role}`) })}
        </MenuItem>
      </Menu>
    </>
  );
}
