import { MenuItem, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, type Camelized, FormDialog, useForm, useSession } from '../../../../kernel/ui/index.ts';
import { type NoticeChoice, SEVERITIES } from '../contract.ts';

type Choice = Camelized<NoticeChoice>;
type Props = { onClose: () => void };

/** How the signed-in person is told of alarms. */
export function NoticeDialog({ onClose }: Props) {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['coffee', 'my-notices', organization.id],
    queryFn: () => api.get<Choice>('/coffee/my-notices'),
    gcTime: 0,
  });
  return query.data ? <NoticeForm choice={query.data} onClose={onClose} /> : null;
}

function NoticeForm({ choice, onClose }: Props & { choice: Choice }) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.coffee.alarm.${name}`);
  const initial = { email: String(choice.email), chat: String(choice.chat), least: choice.least as string };
  const form = useForm(initial, async ({ email, chat, least }) => {
    await api.put('/coffee/my-notices', { email: email === 'true', chat: chat === 'true', least });
    onClose();
  });
  const yesNo = ['true', 'false'].map((value) => (
    <MenuItem key={value} value={value}>
      {translate(`ra.boolean.${value}`)}
    </MenuItem>
  ));
  return (
    <FormDialog
      title={label('notices')}
      text={label('chat_text')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      <TextField select label={label('by_email')} {...form.bind('email')}>
        {yesNo}
      </TextField>
      <TextField select label={label('by_chat')} {...form.bind('chat')}>
        {yesNo}
      </TextField>
      <TextField select label={label('least')} {...form.bind('least')}>
        {SEVERITIES.map((severity) => (
          <MenuItem key={severity} value={severity}>
            {label(`severities.${severity}`)}
          </MenuItem>
        ))}
      </TextField>
    </FormDialog>
  );
}
