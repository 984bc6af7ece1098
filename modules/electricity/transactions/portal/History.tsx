/** @jsxImportSource preact */

import { useEffect, useState } from 'preact/hooks';
import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import { AsOf } from '../../customers/portal/AsOf.tsx';
import { Fault } from '../../customers/portal/Fault.tsx';
import { Lazy } from '../../customers/portal/Lazy.tsx';
import type { MeterProps } from '../../customers/portal/part.ts';
import { sentence, useTry } from '../../customers/portal/useTry.ts';
import { purchaseNotes } from '../../purchases/portal/purchase-notes.ts';
import type { Transaction as Answer, TransactionFiles } from '../contract.ts';

type Transaction = Camelized<Answer>;

const PAGE = 20;
/** What the API gives at once. */
const MAX_SHOWN = 200;

/** What moved units or money of a meter, newest first, with how each stands. */
export default function History(props: MeterProps) {
  const { recall, t, locale, meter } = props;
  const [at, setAt] = useState<number | null>(null);
  const [list, setList] = useState<Transaction[] | null>(null);
  const [limit, setLimit] = useState(PAGE);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const filter = JSON.stringify({ meter: meter.id });
    recall<Transaction[]>('/electricity/my/transactions', { filter, limit }).then(
      (answer) => {
        setList(answer.data);
        setAt(answer.at);
      },
      (reason: unknown) => setError(sentence(reason)),
    );
  }, [recall, meter.id, limit]);
  if (error) return <p role="alert">{error}</p>;
  if (!list) return <p class="faint">{t('portal.loading')}</p>;
  return (
    <>
      <AsOf at={at} t={t} locale={locale} />
      {list.length === 0 && <p class="faint">{t('portal.electricity.no_history')}</p>}
      <ul class="working figures" translate={false}>
        {list.map((one) => (
          <Line key={one.id} {...props} one={one} />
        ))}
      </ul>
      {list.length > 0 && <Files {...props} />}
      {list.length === limit && limit < MAX_SHOWN && (
        <p>
          <button type="button" class="quiet" onClick={() => setLimit(Math.min(limit + PAGE, MAX_SHOWN))}>
            {t('portal.electricity.show_more')}
          </button>
        </p>
      )}
    </>
  );
}

/** The same as a file; its links are made when somebody asks for one. */
function Files({ api, t, meter }: MeterProps) {
  const { busy, error, attempt } = useTry();
  const save = (format: 'csv' | 'xlsx') =>
    attempt(async () => {
      const filter = JSON.stringify({ meter: meter.id });
      const links = await api.get<TransactionFiles>('/electricity/my/transactions/files', { filter });
      window.location.assign(links[format]);
    });
  return (
    <>
      <Fault text={error} />
      <div class="actions">
        <button type="button" class="second" disabled={busy} onClick={() => save('xlsx')}>
          {t('portal.electricity.save_xlsx')}
        </button>
        <button type="button" class="second" disabled={busy} onClick={() => save('csv')}>
          {t('portal.electricity.save_csv')}
        </button>
      </div>
    </>
  );
}

/** Nobody is told "failed" while a provider has not answered, nor while their money waits to be given back. */
function Line({ one, ...props }: MeterProps & { one: Transaction }) {
  const { t, locale, go } = props;
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const status = one.owed ? 'owed' : `status_${one.status}`;
  const { purchaseId, receiptLink } = one;
  const credited = one.kind === 'purchase' && one.status === 'success' && purchaseId !== null;
  return (
    <li>
      <span>
        {t(`portal.electricity.kind_${one.kind}`)}
        {one.wh !== 0 && ` · ${t('portal.electricity.kwh', { kwh: units.format(one.wh / 1000) })}`}
        <br />
        <span class="faint">
          {when.format(new Date(one.createdAt))}
          {(one.status !== 'success' || one.owed) && ` · ${t(`portal.electricity.${status}`)}`}
        </span>
        {one.payLink !== null && purchaseId !== null && (
          <>
            <br />
            <button type="button" class="link" onClick={() => go(`buy/${purchaseId}`)}>
              {t('portal.electricity.look')}
            </button>
          </>
        )}
        {credited &&
          purchaseNotes.map((note) => (
            <Lazy
              key={note.name}
              load={note.load}
              props={{ ...props, purchase: { id: purchaseId, state: 'credited' as const, receiptLink } }}
              quiet
            />
          ))}
      </span>
      <b>
        {one.amount !== null &&
          one.currency !== null &&
          moneyFormat(locale, one.currency).format(one.amount as `${number}`)}
      </b>
    </li>
  );
}
