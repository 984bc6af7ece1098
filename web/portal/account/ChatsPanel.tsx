/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { ChatCode, OwnChat } from '../../../kernel/portal/contract.ts';
import { type Camelized, localeOf } from '../../../kernel/ui/light/index.ts';
import { Form } from '../form/Form.tsx';
import type { SignedIn } from '../useAccount.ts';

type Row = Camelized<OwnChat>;
type Code = Camelized<ChatCode>;
const NAMES: Record<string, string> = { whatsapp: 'WhatsApp', telegram: 'Telegram', sms: 'SMS' };

/** The chats in which one is known, and the code that adds another. */
export function ChatsPanel({ entered, t, language }: SignedIn) {
  const { api } = entered.session;
  const [rows, setRows] = useState<Row[]>([]);
  const [code, setCode] = useState<Code | null>(null);
  const load = async () => setRows(await api.get<Row[]>('/portal/account/chats'));
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    // The page shows elsewhere that nothing can be reached.
    load().catch(() => undefined);
  }, []);
  const nameOf = (channel: string) => NAMES[channel] ?? t('account.chats.web');
  const when = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section class="card stack">
      <h2>{t('account.chats.title')}</h2>
      <p class="faint">{t('account.chats.text')}</p>
      <ul class="rows">
        {rows.map((row) => (
          <li key={row.id} class="row">
            <div>
              <div class="value">{[nameOf(row.channel), row.name].filter(Boolean).join(' · ')}</div>
              {row.lastUsedAt && (
                <div class="faint">{t('account.chats.used', { time: when.format(new Date(row.lastUsedAt)) })}</div>
              )}
            </div>
            <Form
              t={t}
              look="quiet"
              label={t('account.chats.remove')}
              work={async () => {
                await api.delete(`/portal/account/chats/${row.id}`);
                await load();
              }}
            />
          </li>
        ))}
      </ul>
      {code ? (
        <>
          <p>{t('account.chats.how', { minutes: 15 })}</p>
          <p>
            <code>{code.message}</code>
          </p>
          <div class="actions">
            {code.links.map(({ channel, url }) => (
              <a key={channel} class="button second" href={url}>
                {t('account.chats.open', { channel: nameOf(channel) })}
              </a>
            ))}
          </div>
        </>
      ) : (
        <Form
          t={t}
          look="second"
          label={t('account.chats.add')}
          work={async () => setCode(await api.post<Code>('/portal/account/chats/code'))}
        />
      )}
    </section>
  );
}
