import { type Camelized, Chart, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { Dashboard } from '../contract.ts';

type Span = Pick<Camelized<Dashboard>['today'], 'net' | 'soldWh' | 'usedWh'> & { at: string };
type Props = { spans: Span[] | undefined; by: 'month' | 'day'; what: 'money' | 'energy'; currency: string | undefined };

/** Revenue, or units sold beside units used, by day or month. */
export function SpanChart({ spans, by, what, currency }: Props) {
  const format = useFormat();
  const label = useLabels('console.electricity.dashboard');
  const month = new Intl.DateTimeFormat(format.locale, { month: 'short', timeZone: 'UTC' });
  const energy = (name: 'soldWh' | 'usedWh') => ({
    label: label(name),
    of: (span: Span) => span[name] / 1000,
    text: (span: Span) => `${format.number(Math.round(span[name] / 1000))} kWh`,
  });
  const money = {
    label: label('revenue'),
    of: ({ net }: Span) => Number(net),
    text: ({ net }: Span) => format.money(net, currency),
  };
  return (
    <Chart
      kind="bars"
      rows={spans}
      at={({ at }) => at}
      showAt={by === 'day' ? format.day : (at) => month.format(new Date(`${at}T00:00:00Z`))}
      show={what === 'money' ? (value) => format.shortMoney(value, currency) : format.number}
      series={what === 'money' ? [money] : [energy('soldWh'), energy('usedWh')]}
    />
  );
}
