/** @jsxImportSource preact */

import { useEffect, useState } from 'preact/hooks';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import type { MeterProps } from '../../customers/portal/part.ts';
import type { Token as Answer } from '../contract.ts';
import './tokens.css';

type Token = Camelized<Answer>;

/** What a person types into a meter with a keypad: the latest token large, those before it on demand. */
export default function Tokens({ api, t, locale, meter }: MeterProps) {
  const [list, setList] = useState<Token[]>([]);
  useEffect(() => {
    api.get<Token[]>(`/electricity/my/meters/${meter.id}/tokens`, { limit: 10 }).then(setList, () => undefined);
  }, [api, meter]);
  const [latest, ...older] = list;
  if (!latest) return null;
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const what = ({ kind, wh }: Token) =>
    kind === 'add' ? `${units.format(wh / 1000)} kWh` : t(`portal.electricity.token_${kind}`);
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div class="tokens">
      <h2>{t('portal.electricity.tokens')}</h2>
      {latest.token ? (
        <p class="token figures" translate={false}>
          {latest.token}
        </p>
      ) : (
        <p role="status">{t(`portal.electricity.token_${latest.state === 'asked' ? 'waiting' : 'refused'}`)}</p>
      )}
      <p class="faint">
        {what(latest)} · {when.format(new Date(latest.createdAt))}
      </p>
      {older.length > 0 && (
        <details>
          <summary>{t('portal.electricity.token_old')}</summary>
          <ul class="working figures" translate={false}>
            {older.map((one) => (
              <li key={one.id}>
                <span>
                  {one.token ?? '…'}
                  <br />
                  <span class="faint">{when.format(new Date(one.createdAt))}</span>
                </span>
                <b>{what(one)}</b>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
