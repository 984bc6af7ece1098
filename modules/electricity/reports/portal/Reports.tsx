/** @jsxImportSource preact */

import { useEffect, useState } from 'preact/hooks';
import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { Fault } from '../../customers/portal/Fault.tsx';
import type { Holder } from '../../customers/portal/part.ts';
import { sentence } from '../../customers/portal/useTry.ts';
import { showNumber } from '../../meters/contract.ts';
import { barsOf, changeOf, type Report } from '../contract.ts';
import '../../customers/portal/meters.css';

type Shown = Camelized<Report>;
const BACK = 13;

/** A month of one's meters, its places, or all of it: the figures, the days, and the same as a file. */
export default function Reports(props: PortalScreenProps) {
  const { api, t, locale } = props;
  const [holders, setHolders] = useState<Holder[] | null>(null);
  const [scope, setScope] = useState('');
  const [month, setMonth] = useState(() => monthBack(1));
  const [report, setReport] = useState<Shown | null>(null);
  const [error, setError] = useState<string | null>(null);
  const failed = (reason: unknown) => setError(sentence(reason));
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    api.get<Holder[]>('/electricity/my/customers').then((own) => {
      setHolders(own);
      setScope(own[0] ? `customer ${own[0].id}` : '');
    }, failed);
  }, [api]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a choice loads anew
  useEffect(() => {
    const [kind = '', id = ''] = scope.split(' ');
    if (!id) return undefined;
    setError(null);
    // Only the latest choice is shown, whichever answer comes last.
    let wanted = true;
    api.get<Shown>('/electricity/my/reports/monthly', { kind, id, month }).then(
      (answer) => wanted && setReport(answer),
      (reason: unknown) => wanted && failed(reason),
    );
    return () => {
      wanted = false;
    };
  }, [api, scope, month]);
  if (!holders) return error ? <Fault text={error} /> : <p class="faint">{t('portal.loading')}</p>;
  if (holders.length === 0) return <p class="faint">{t('portal.electricity.report.none')}</p>;
  const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <section class="card stack">
      <h1>{t('portal.electricity.reports')}</h1>
      <div class="pair">
        <label>
          {t('portal.electricity.report.month')}
          <select value={month} onChange={(event) => setMonth(event.currentTarget.value)}>
            {Array.from({ length: BACK }, (_, back) => monthBack(back)).map((one) => (
              <option key={one} value={one}>
                {name.format(new Date(`${one}-01T00:00:00Z`))}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('portal.electricity.report.of')}
          <select value={scope} onChange={(event) => setScope(event.currentTarget.value)}>
            {holders
              .flatMap((holder) => scopesOf(holder))
              .map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
          </select>
        </label>
      </div>
      <Fault text={error} />
      {report && !error && <Figures {...props} report={report} />}
    </section>
  );
}

function scopesOf(holder: Holder): { value: string; label: string }[] {
  return [
    { value: `customer ${holder.id}`, label: holder.name },
    ...holder.buildings.map(({ id, name }) => ({ value: `building ${id}`, label: name })),
    ...holder.departments.map(({ id, name }) => ({ value: `department ${id}`, label: name })),
    ...(holder.meters.length > 1
      ? holder.meters.map((meter) => ({
          value: `meter ${meter.id}`,
          label: meter.name || meter.place || showNumber(meter.number),
        }))
      : []),
  ];
}

function Figures({ report, t, locale }: PortalScreenProps & { report: Shown }) {
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const money = moneyFormat(locale, report.currency);
  const digits = money.resolvedOptions().maximumFractionDigits ?? 0;
  const price = (minor: number) => money.format(minor / 10 ** digits);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'exceptZero' });
  const { total } = report;
  const change = (before: number) => {
    const by = changeOf(total.usedWh, before);
    return by === null ? '–' : percent.format(by / 100);
  };
  const facts: [string, string][] = [
    ['before', change(total.beforeWh)],
    ['year_ago', change(total.yearAgoWh)],
    ...(total.costMinor === null ? [] : [['cost', price(total.costMinor)] as [string, string]]),
    ['paid', price(total.paidMinor)],
  ];
  const words = t('portal.electricity.report.chart', { kwh: units.format(total.usedWh / 1000) });
  return (
    <>
      <p class="total">
        <b class="figures" translate={false}>
          {units.format(total.usedWh / 1000)}
        </b>{' '}
        kWh
      </p>
      {total.usedWh > 0 && (
        <figure class="usage">
          <svg viewBox="0 0 310 60" role="img" aria-label={words} preserveAspectRatio="none">
            {barsOf(
              report.days.map(({ wh }) => wh),
              310,
              60,
            ).map((bar) => (
              <rect key={bar.x} {...bar} />
            ))}
          </svg>
          <figcaption class="faint">{words}</figcaption>
        </figure>
      )}
      <ul class="working figures" translate={false}>
        {facts.map(([label, value]) => (
          <li key={label}>
            <span>{t(`portal.electricity.report.${label}`)}</span>
            <b>{value}</b>
          </li>
        ))}
      </ul>
      {report.meters.length > 1 && (
        <ul class="working figures" translate={false}>
          {report.meters.map((line) => (
            <li key={line.id}>
              <span>{line.name || showNumber(line.number)}</span>
              <b>{units.format(line.usedWh / 1000)} kWh</b>
            </li>
          ))}
        </ul>
      )}
      <div class="actions">
        <a class="button second" href={report.files.pdf}>
          PDF
        </a>
        <a class="button second" href={report.files.xlsx}>
          Excel
        </a>
      </div>
    </>
  );
}

/** The month so many months ago, by the person's own clock, e.g. `2026-10`. */
function monthBack(back: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1)).toISOString().slice(0, 7);
}
