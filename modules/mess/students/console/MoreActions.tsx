import { MenuItem } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import { api, MoreMenu, useCan, useConfirm, useLabels } from '../../../../kernel/ui/index.ts';

/** Rare actions: importing a list on a phone; new codes for everybody, when pictures of codes were shared. */
export function MoreActions() {
  const translate = useTranslate();
  const label = useLabels('console.mess.student');
  const navigate = useNavigate();
  const can = useCan();
  const { ask, dialog } = useConfirm();
  const renewAll = () =>
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
  return (
    <>
      <MoreMenu sx={can('mess.manage') ? undefined : { display: { sm: 'none' } }}>
        <MenuItem component={Link} to="/mess/students/import" sx={{ display: { sm: 'none' } }}>
          {translate('console.import.action')}
        </MenuItem>
        {can('mess.manage') && <MenuItem onClick={renewAll}>{label('renew_all')}</MenuItem>}
      </MoreMenu>
      {dialog}
    </>
  );
}
