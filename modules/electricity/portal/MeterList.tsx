/** @jsxImportSource preact */

import type { Translate } from '../../../kernel/ui/light/index.ts';
import type { Holder, OwnMeter } from '../customers/portal/part.ts';
import { nameOf } from '../customers/portal/part.ts';
import { showNumber } from '../meters/contract.ts';

type Props = { holders: Holder[]; t: Translate; locale: string; go: (here: string) => void };

/** Several meters: by holder and building, the emptiest of each first. */
export function MeterList({ holders, t, locale, go }: Props) {
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (
    <>
      {holders
        .filter(({ meters }) => meters.length > 0)
        .map((holder) => (
          <section class="card" key={holder.id}>
            <h1>{holder.name}</h1>
            {groupsOf(holder.meters).map(([building, meters]) => (
              <div key={building} class="group">
                {building && <h2>{building}</h2>}
                <ul class="meters">
                  {meters.map((meter) => (
                    <li key={meter.id}>
                      <button type="button" class="second" onClick={() => go(meter.number)}>
                        <span>
                          {nameOf(meter)}
                          <span class="faint figures" translate={false}>
                            {[meter.department?.name, showNumber(meter.number)].filter(Boolean).join(' · ')}
                          </span>
                        </span>
                        <b class={meter.balanceWh <= 0 ? 'figures none' : 'figures'}>
                          {t('portal.electricity.kwh', { kwh: units.format(meter.balanceWh / 1000) })}
                        </b>
                      </button>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </section>
        ))}
    </>
  );
}

function groupsOf(meters: OwnMeter[]): [string, OwnMeter[]][] {
  const groups = new Map<string, OwnMeter[]>();
  for (const meter of [...meters].sort((a, b) => a.balanceWh - b.balanceWh)) {
    const name = meter.building?.name ?? '';
    groups.set(name, [...(groups.get(name) ?? []), meter]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}
