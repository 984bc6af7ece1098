/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { Fault } from '../../customers/portal/Fault.tsx';
import type { Holder } from '../../customers/portal/part.ts';
import { sentence } from '../../customers/portal/useTry.ts';
import type { Alert } from '../contract.ts';
import { ChoiceForm } from './ChoiceForm.tsx';
import { LimitsForm } from './LimitsForm.tsx';
import '../../customers/portal/meters.css';

type Row = Camelized<Alert>;

/** What happened to one's meters, how one is told of it, and from when on. */
export default function Alerts(props: PortalScreenProps) {
  const { api, t, locale } = props;
  const [rows, setRows] = useState<Row[] | null>(null);
  const [holders, setHolders] = useState<Holder[]>([]);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    Promise.all([
      api.get<Row[]>('/electricity/my/alerts', { limit: 30 }),
      api.get<Holder[]>('/electricity/my/customers'),
    ])
      .then(([alerts, own]) => {
        setRows(alerts);
        setHolders(own);
      })
      .catch((reason: unknown) => setError(sentence(reason)));
  }, [api]);
  if (error) return <Fault text={error} />;
  if (!rows) return <p class="faint">{t('portal.loading')}</p>;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      <section class="card stack">
        <h1>{t('portal.electricity.alerts')}</h1>
        {rows.length === 0 && <p class="faint">{t('portal.electricity.alert.none')}</p>}
        <ul class="working">
          {rows.map((row) => (
            <li key={row.id}>
              <span>
                {row.text}
                <br />
                <span class="faint">
                  {when.format(new Date(row.openedAt))}
                  {row.clearedAt && row.kind !== 'payment' && ` · ${t('portal.electricity.alert.cleared')}`}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </section>
      {holders.map((holder) =>
        holder.meters.map((meter) => (
          <LimitsForm key={meter.id} {...props} meter={meter} change={holder.role === 'manager'} />
        )),
      )}
      <ChoiceForm {...props} />
    </>
  );
}
