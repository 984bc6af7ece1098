import { useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  FormDialog,
  SelectField,
  useForm,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { type NoticeChoice, SEVERITIES } from '../contract.ts';

const LABELS = 'console.coffee.alarm';

type Choice = Camelized<NoticeChoice>;
type Props = { onClose: () => void };

/** How the signed-in person is told of alarms. */
export function NoticeDialog({ onClose }: Props) {
  const query = useGet<Choice>('/coffee/my-notices', {}, { gcTime: 0 });
  return query.data ? <NoticeForm choice={query.data} onClose={onClose} /> : null;
}

function NoticeForm({ choice, onClose }: Props & { choice: Choice }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const initial = { email: String(choice.email), chat: String(choice.chat), least: choice.least as string };
  const send = async ({ email, chat, least }: typeof initial) => {
    await api.put('/coffee/my-notices', { email: email === 'true', chat: chat === 'true', least });
    onClose();
  };
  const form = useForm(initial, send, LABELS);
  const yesNo = ['true', 'false'].map((id) => ({ id, name: translate(`ra.boolean.${id}`) }));
  return (
    <FormDialog title={label('notices')} text={label('chat_text')} form={form} onClose={onClose}>
      <SelectField {...form.bind('email')} label={label('by_email')} choices={yesNo} />
      <SelectField {...form.bind('chat')} label={label('by_chat')} choices={yesNo} />
      <SelectField
        {...form.bind('least')}
        choices={SEVERITIES.map((severity) => ({ id: severity, name: label(`severities.${severity}`) }))}
      />
    </FormDialog>
  );
}
