import MailIcon from '@mui/icons-material/ForwardToInboxOutlined';
import { Box, Button } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  type AllThatMatch,
  api,
  Caption,
  type Column,
  HeldReason,
  MessageLine,
  type MessageRow,
  MessageState,
  OnlyHere,
  useAction,
  useCan,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { KeptMail } from './KeptMail.tsx';
import { OfficeList, useChoice } from './OfficeList.tsx';

const STATES = ['queued', 'sending', 'sent', 'failed', 'unknown', 'kept', 'cancelled', 'held'];

/** The outbox: all messages with their recipients and states. */
export default function Messages() {
  const translate = useTranslate();
  const label = useLabels('console.messages');
  const can = useCan();
  const { busy, run } = useAction();
  const states = useChoice('messages', 'state', STATES);
  const resend = async (ids: string[], done: () => void, all?: AllThatMatch) => {
    if (all ? await all.start('resend') : await resendThese(ids)) done();
  };
  const resendThese = (ids: string[]) =>
    run(() => api.post('/messages/bulk-resend', { ids }), { done: 'console.messages.resent' });
  const columns: Column<MessageRow>[] = [
    { key: 'to', label: label('to'), render: (row) => <b style={{ fontWeight: 600 }}>{row.to}</b> },
    { key: 'subject', label: label('subject'), render: (row) => row.title },
    {
      key: 'state',
      label: label('state_label'),
      render: (row) => (
        <>
          <MessageState state={row.state} />
          {row.heldReason && <HeldReason reason={row.heldReason} />}
          {row.lastError && !row.heldReason && (
            <Caption color="error" component="div" sx={{ maxWidth: 320 }} noWrap title={row.lastError}>
              {row.lastError}
            </Caption>
          )}
        </>
      ),
    },
    { key: 'attempts', label: label('attempts'), align: 'right', from: 'md', render: (row) => row.attempts },
    { key: 'created', label: label('createdAt'), sort: 'createdAt', from: 'md', time: (row) => row.createdAt },
    { key: 'sent', label: label('sentAt'), from: 'lg', time: (row) => row.sentAt },
  ];
  return (
    <OfficeList<MessageRow>
      texts="messages"
      resource="messages"
      columns={columns}
      card={(row) => <MessageLine message={row} />}
      href={(row) => `/office/messages/${row.id}`}
      searchLabel={label('search')}
      live={['message']}
      notice={
        <>
          <Box sx={{ mb: 2, '&:empty': { display: 'none' } }}>
            <OnlyHere />
          </Box>
          <KeptMail />
        </>
      }
      filters={[
        states,
        { kind: 'day', source: 'from', label: translate('console.list.from'), edge: 'start' },
        { kind: 'day', source: 'to', label: translate('console.list.to'), edge: 'end' },
      ]}
      bulkList="messages"
      bulk={
        can('messages.resend')
          ? (ids, done, all) => (
              <Button size="small" startIcon={<MailIcon />} disabled={busy} onClick={() => void resend(ids, done, all)}>
                {label('resend')}
              </Button>
            )
          : undefined
      }
    />
  );
}
