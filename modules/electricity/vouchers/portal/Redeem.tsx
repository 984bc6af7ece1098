/** @jsxImportSource preact */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { Fault } from '../../customers/portal/Fault.tsx';
import type { Holder } from '../../customers/portal/part.ts';
import { useTry } from '../../customers/portal/useTry.ts';
import { showNumber } from '../../meters/contract.ts';
import type { Redemption as Answer } from '../contract.ts';
import '../../customers/portal/meters.css';
import '../../tokens/portal/tokens.css';
import './vouchers.css';

type Redemption = Camelized<Answer>;
type Props = PortalScreenProps & { meters: Holder['meters'] };

/** What a QR code opened: the digits stand behind the number sign of the address. */
const scanned = () => /^#(\d{20})$/.exec(window.location.hash)?.[1] ?? '';
const grouped = (digits: string) => digits.replace(/[^\d]/g, '').replace(/(.{4})(?=.)/g, '$1 ');

/** Twenty digits and a meter; what came of it, and the vouchers before. */
export function Redeem({ api, t, locale, meters }: Props) {
  const [code, setCode] = useState(() => grouped(scanned()));
  const [meter, setMeter] = useState(meters[0]?.id ?? '');
  const [done, setDone] = useState<Redemption | null>(null);
  const [list, setList] = useState<Redemption[]>([]);
  const { busy, error, attempt } = useTry();
  // One key for one voucher, over any number of tries.
  const key = useRef('');
  const load = useCallback(() => {
    api.get<Redemption[]>('/electricity/my/vouchers').then(setList, () => undefined);
  }, [api]);
  useEffect(load, [load]);
  const send = () =>
    attempt(async () => {
      setDone(null);
      key.current ||= crypto.randomUUID();
      const body = { code, meter };
      const made = await api.post<Redemption>('/electricity/my/vouchers/redeem', body, { idempotencyKey: key.current });
      key.current = '';
      setCode('');
      setDone(made);
      load();
    });
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const kwh = (wh: number) => units.format(wh / 1000);
  const nameOf = ({ name, number }: { name: string; number: string }) => name || showNumber(number);
  return (
    <section class="card voucher">
      <h1>{t('portal.electricity.voucher_title')}</h1>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label>
          {t('portal.electricity.voucher_digits')}
          <input
            name="code"
            inputMode="numeric"
            autocomplete="off"
            class="figures"
            translate={false}
            placeholder="0000 0000 0000 0000 0000"
            maxLength={40}
            value={code}
            onInput={(event) => {
              setCode(grouped(event.currentTarget.value));
              key.current = '';
            }}
          />
        </label>
        {meters.length > 1 && (
          <label>
            {t('portal.electricity.voucher_meter')}
            <select
              name="meter"
              value={meter}
              onChange={(event) => {
                setMeter(event.currentTarget.value);
                key.current = '';
              }}
            >
              {meters.map((one) => (
                <option key={one.id} value={one.id}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
        )}
        <p class="faint">{t('portal.electricity.voucher_help')}</p>
        <Fault text={error} />
        {done && (
          <p role="status">
            <b>
              {t('portal.electricity.voucher_done', {
                kwh: kwh(done.wh),
                meter: nameOf(done.meter),
                left: kwh(done.balanceWh),
              })}
            </b>
          </p>
        )}
        {done !== null && done.tokens.length > 0 && <b>{t('portal.electricity.tokens')}</b>}
        {done?.tokens.map((one) => (
          <p key={one.id} class="token figures" translate={false}>
            {one.token ?? t('portal.electricity.token_waiting')}
          </p>
        ))}
        <div class="actions">
          <button type="submit" disabled={busy || !code}>
            {t('portal.electricity.voucher_send')}
          </button>
        </div>
      </form>
      {list.length > 0 && <h2>{t('portal.electricity.voucher_history')}</h2>}
      <ul class="working figures" translate={false}>
        {list.map((one) => (
          <li key={one.id}>
            <span>
              … {one.last4}
              <br />
              <span class="faint">
                {new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(one.redeemedAt))} ·{' '}
                {nameOf(one.meter)}
              </span>
            </span>
            <b>{kwh(one.wh)} kWh</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
