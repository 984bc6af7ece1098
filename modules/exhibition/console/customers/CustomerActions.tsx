import MoreIcon from '@mui/icons-material/MoreVert';
import { Divider, IconButton, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { api, ConfirmDialog, useAction, useCan } from '../../../../kernel/ui/index.ts';
import type { Customer } from '../types.ts';

type Question = 'revoke' | 'renew' | 'delete' | null;

/** What is done rarely to a customer, and asked about first. */
export function CustomerActions({ customer }: { customer: Customer }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const can = useCan();
  const { busy, run } = useAction();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [question, setQuestion] = useState<Question>(null);
  const path = `/exhibition/customers/${customer.id}`;
  const label = (name: string) => translate(`console.exhibition.customer.${name}`);
  const ask = (what: Question) => {
    setAnchor(null);
    setQuestion(what);
  };
  const resend = () => {
    setAnchor(null);
    void run(() => api.post('/exhibition/customers/bulk-resend', { ids: [customer.id] }), {
      done: 'console.exhibition.customer.resent',
    });
  };
  const confirm = async () => {
    if (question === 'revoke' || question === 'renew') {
      const done =
        question === 'revoke' ? 'console.exhibition.customer.revoked' : 'console.exhibition.customer.renewed';
      if (await run(() => api.post(`${path}/${question}-portal`), { done })) setQuestion(null);
    } else if (await run(() => api.delete(path), { done: 'console.exhibition.customer.deleted', refresh: false })) {
      navigate('/exhibition/customers', { replace: true });
    }
  };
  return (
    <>
      <IconButton onClick={(event) => setAnchor(event.currentTarget)} aria-label={translate('console.action.more')}>
        <MoreIcon />
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem disabled={busy || !customer.email} onClick={resend}>
          {label('resend')}
        </MenuItem>
        <MenuItem onClick={() => ask('renew')}>{label('renew')}</MenuItem>
        <MenuItem onClick={() => ask('revoke')}>{label('revoke')}</MenuItem>
        {can('exhibition.customer.delete') && <Divider />}
        {can('exhibition.customer.delete') && (
          <MenuItem onClick={() => ask('delete')} sx={{ color: 'error.main' }}>
            {label('delete')}
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={question !== null}
        danger={question !== 'renew'}
        busy={busy}
        title={label(`${question ?? 'renew'}_title`)}
        text={label(`${question ?? 'renew'}_text`)}
        confirm={label(question ?? 'renew')}
        onConfirm={() => void confirm()}
        onClose={() => setQuestion(null)}
      />
    </>
  );
}
