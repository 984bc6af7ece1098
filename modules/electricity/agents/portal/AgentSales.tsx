/** @jsxImportSource preact */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { Fault } from '../../customers/portal/Fault.tsx';
import { useTry } from '../../customers/portal/useTry.ts';
import type { Agent as Answer } from '../contract.ts';

type Agent = Camelized<Answer>;

/** Nothing, unless the account is an agent's: what they may still sell, and one voucher to mark as sold. */
export function AgentSales({ api, t, locale }: PortalScreenProps) {
  const [agent, setAgent] = useState<Agent | null>(null);
  const [serial, setSerial] = useState('');
  const [sold, setSold] = useState('');
  const { busy, error, attempt } = useTry();
  const key = useRef('');
  const load = useCallback(() => {
    api.get<Agent>('/electricity/my/agent').then(setAgent, () => undefined);
  }, [api]);
  useEffect(load, [load]);
  if (!agent?.active) return null;
  const sell = () =>
    attempt(async () => {
      setSold('');
      key.current ||= crypto.randomUUID();
      await api.post('/electricity/my/agent/sales', { serial }, { idempotencyKey: key.current });
      key.current = '';
      setSold(serial.toUpperCase());
      setSerial('');
      load();
    });
  const { currency } = agent;
  const money = (amount: string) => new Intl.NumberFormat(locale).format(Number(amount));
  return (
    <section class="card voucher">
      <h2>{t('portal.electricity.agent_title')}</h2>
      <p>{t('portal.electricity.agent_left', { left: money(agent.left), currency })}</p>
      <p class="faint">{t('portal.electricity.agent_owed', { owed: money(agent.owed), currency })}</p>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void sell();
        }}
      >
        <label>
          {t('portal.electricity.agent_serial')}
          <input
            name="serial"
            autocomplete="off"
            autocapitalize="characters"
            maxLength={20}
            value={serial}
            onInput={(event) => {
              setSerial(event.currentTarget.value);
              key.current = '';
            }}
          />
        </label>
        <Fault text={error} />
        {sold && <p role="status">{t('portal.electricity.agent_sold', { serial: sold })}</p>}
        <div class="actions">
          <button type="submit" disabled={busy || !serial.trim()}>
            {t('portal.electricity.agent_sell')}
          </button>
        </div>
      </form>
    </section>
  );
}
