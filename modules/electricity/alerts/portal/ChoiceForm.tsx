/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { sentence } from '../../customers/portal/useTry.ts';
import { NOTICE_KINDS, type NoticeChoice } from '../contract.ts';

type Choice = Camelized<NoticeChoice>;

/** How one gets alerts: in which ways, of what, and at which hours not. */
export function ChoiceForm({ api, t }: PortalScreenProps) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const [note, setNote] = useState<{ text: string; bad: boolean } | null>(null);
  useEffect(() => {
    api.get<Choice>('/electricity/my/alert-choice').then(setChoice, () => undefined);
  }, [api]);
  if (!choice) return null;
  const change = (part: Partial<Choice>) => {
    setNote(null);
    setChoice({ ...choice, ...part });
  };
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      setChoice(await api.put<Choice>('/electricity/my/alert-choice', choice));
      setNote({ text: t('portal.electricity.alert.saved'), bad: false });
    } catch (reason) {
      setNote({ text: sentence(reason), bad: true });
    }
  };
  const check = (label: string, checked: boolean, set: (on: boolean) => void) => (
    <label class="check" key={label}>
      <input type="checkbox" checked={checked} onChange={(event) => set(event.currentTarget.checked)} />
      <span>{t(`portal.electricity.alert.${label}`)}</span>
    </label>
  );
  const time = (name: 'quietFrom' | 'quietTo', label: string) => (
    <label>
      {t(`portal.electricity.alert.${label}`)}
      <input
        type="time"
        name={name}
        value={choice[name] ?? ''}
        onInput={(event) => change({ [name]: event.currentTarget.value || null })}
      />
    </label>
  );
  return (
    <section class="card">
      <form class="stack" noValidate onSubmit={save}>
        <h2>{t('portal.electricity.alert.how')}</h2>
        {check('email', choice.email, (email) => change({ email }))}
        {check('chat', choice.chat, (chat) => change({ chat }))}
        {check('sms', choice.sms, (sms) => change({ sms }))}
        <h2>{t('portal.electricity.alert.of_what')}</h2>
        {NOTICE_KINDS.map((kind) =>
          check(kind, !choice.muted.includes(kind), (on) =>
            change({ muted: on ? choice.muted.filter((one) => one !== kind) : [...choice.muted, kind] }),
          ),
        )}
        <h2>{t('portal.electricity.alert.quiet')}</h2>
        <div class="pair">
          {time('quietFrom', 'from')}
          {time('quietTo', 'to')}
        </div>
        {note && (
          <div class={note.bad ? 'alert' : 'faint'} role={note.bad ? 'alert' : 'status'}>
            {note.text}
          </div>
        )}
        <div class="actions">
          <button type="submit">{t('portal.electricity.alert.save')}</button>
        </div>
      </form>
    </section>
  );
}
