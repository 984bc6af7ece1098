import { Divider, MenuItem } from '@mui/material';
import { useNavigate } from 'react-router-dom';
import { api, MoreMenu, useAction, useCan, useConfirm, useLabels } from '../../../../kernel/ui/index.ts';
import type { Customer } from './types.ts';

/** Rare actions on a customer; each needs a confirmation. */
export function CustomerActions({ customer }: { customer: Customer }) {
  const navigate = useNavigate();
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const path = `/exhibition/customers/${customer.id}`;
  const label = useLabels('console.exhibition.customer');
  const resend = () =>
    void run(() => api.post('/exhibition/customers/bulk-resend', { ids: [customer.id] }), {
      done: 'console.exhibition.customer.resent',
    });
  const question = (what: 'revoke' | 'renew' | 'delete', done: string) => {
    const gone = what === 'delete';
    ask({
      title: label(`${what}_title`),
      text: label(`${what}_text`),
      confirm: label(what),
      danger: what !== 'renew',
      act: () => (gone ? api.delete(path) : api.post(`${path}/${what}-portal`)),
      done: `console.exhibition.customer.${done}`,
      ...(gone && { refresh: false, after: () => navigate('/exhibition/customers', { replace: true }) }),
    });
  };
  return (
    <>
      <MoreMenu>
        <MenuItem disabled={busy || !customer.email} onClick={resend}>
          {label('resend')}
        </MenuItem>
        <MenuItem onClick={() => question('renew', 'renewed')}>{label('renew')}</MenuItem>
        <MenuItem onClick={() => question('revoke', 'revoked')}>{label('revoke')}</MenuItem>
        {can('exhibition.customer.delete') && <Divider />}
        {can('exhibition.customer.delete') && (
          <MenuItem onClick={() => question('delete', 'deleted')} sx={{ color: 'error.main' }}>
            {label('delete')}
          </MenuItem>
        )}
      </MoreMenu>
      {dialog}
    </>
  );
}
