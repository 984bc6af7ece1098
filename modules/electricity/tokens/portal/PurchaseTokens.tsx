/** @jsxImportSource preact */

import { useEffect, useState } from 'preact/hooks';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import type { PurchaseProps } from '../../customers/portal/part.ts';
import type { Token as Answer } from '../contract.ts';
import './tokens.css';

type Token = Camelized<Answer>;

/** The tokens of a purchase, to be typed into a meter with a keypad in this order; nothing for other meters. */
export default function PurchaseTokens({ api, t, meter, purchase }: PurchaseProps) {
  const [list, setList] = useState<Token[]>([]);
  const credited = purchase.state === 'credited';
  useEffect(() => {
    if (credited) api.get<Token[]>(`/electricity/my/meters/${meter.id}/tokens`).then(setList, () => undefined);
  }, [api, meter, credited]);
  const mine = list.filter(({ sourceId }) => sourceId === purchase.id).reverse();
  return (
    <div class="tokens">
      {mine.map(({ id, token, state }) =>
        token ? (
          <p key={id} class="token figures" translate={false}>
            {token}
          </p>
        ) : (
          <p key={id}>{t(`portal.electricity.token_${state === 'asked' ? 'waiting' : 'refused'}`)}</p>
        ),
      )}
    </div>
  );
}
