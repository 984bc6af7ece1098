import MoreIcon from '@mui/icons-material/MoreVert';
import { IconButton, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import { api, useCan, useConfirm } from '../../../../kernel/ui/index.ts';

/** Rare actions: importing a list on a phone; new codes for everybody, when pictures of codes were shared. */
export function MoreActions() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const can = useCan();
  const { ask, dialog } = useConfirm();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = (name: string) => translate(`console.mess.student.${name}`);
  const renewAll = () => {
    setAnchor(null);
    ask({
      title: label('renew_all_title'),
      text: label('renew_text'),
      confirm: label('renew_many'),
      act: () => api.post('/mess/students/regenerate-codes'),
      done: 'console.mess.student.done.renew_all',
      refresh: false,
      // That page shows the progress.
      after: () => navigate('/office/tasks'),
    });
  };
  return (
    <>
      <IconButton
        onClick={(event) => setAnchor(event.currentTarget)}
        aria-label={translate('console.action.more')}
        sx={can('mess.manage') ? undefined : { display: { sm: 'none' } }}
      >
        <MoreIcon />
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem component={Link} to="/mess/students/import" sx={{ display: { sm: 'none' } }}>
          {translate('console.import.action')}
        </MenuItem>
        {can('mess.manage') && <MenuItem onClick={renewAll}>{label('renew_all')}</MenuItem>}
      </Menu>
      {dialog}
    </>
  );
}
