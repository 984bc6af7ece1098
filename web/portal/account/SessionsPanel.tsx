/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { deviceName } from '../../../kernel/lib/device-name.ts';
import type { PortalSession } from '../../../kernel/portal/contract.ts';
import { type Camelized, localeOf } from '../../../kernel/ui/light/index.ts';
import { Form } from '../form/Form.tsx';
import type { SignedIn } from '../useAccount.ts';

type Row = Camelized<PortalSession>;

/** Where one is signed in, this device first. */
export function SessionsPanel({ entered, account, t, language }: SignedIn) {
  const { api } = entered.session;
  const [rows, setRows] = useState<Row[]>([]);
  const load = async () => setRows(await api.get<Row[]>('/portal/account/sessions'));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the account, such as its password, may end some
  useEffect(() => {
    // The page shows elsewhere that nothing can be reached.
    load().catch(() => undefined);
  }, [account]);
  const end = (path: string) => async () => {
    await api.delete(path);
    await load();
  };
  const when = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section class="card stack">
      <h2>{t('account.sessions.title')}</h2>
      <ul class="rows">
        {[...rows]
          .sort((a, b) => Number(b.current) - Number(a.current))
          .map((row) => (
            <li key={row.id} class="row">
              <div>
                <div class="value">{deviceName(row.userAgent)}</div>
                <div class="faint">
                  {row.current
                    ? t('account.sessions.this')
                    : t('account.sessions.used', { time: when.format(new Date(row.lastUsedAt)) })}
                </div>
              </div>
              {!row.current && (
                <Form
                  t={t}
                  look="quiet"
                  label={t('account.sessions.end')}
                  work={end(`/portal/account/sessions/${row.id}`)}
                />
              )}
            </li>
          ))}
      </ul>
      {rows.length > 2 && (
        <Form t={t} look="quiet" label={t('account.sessions.end_others')} work={end('/portal/account/sessions')} />
      )}
    </section>
  );
}
