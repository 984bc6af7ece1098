/** @jsxImportSource preact */

import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Static } from 'typebox';
import type { Camelized, PortalScreenProps } from '../../../kernel/ui/light/index.ts';
import type { OwnClaim } from '../claims/contract.ts';
import { ClaimForm } from '../claims/portal/ClaimForm.tsx';
import { mayMember } from '../customers/contract.ts';
import { AsOf } from '../customers/portal/AsOf.tsx';
import { Lazy } from '../customers/portal/Lazy.tsx';
import type { Holder } from '../customers/portal/part.ts';
import { nameOf } from '../customers/portal/part.ts';
import { sentence } from '../customers/portal/useTry.ts';
import { MeterCard } from './MeterCard.tsx';
import { MeterList } from './MeterList.tsx';
import { homeNotes, meterParts } from './parts.ts';
import '../customers/portal/meters.css';

type Claim = Camelized<Static<typeof OwnClaim>>;

/** The meters of an account: a list, one of them, or one part of one of them, as the address says. */
export default function Meters(props: PortalScreenProps) {
  const { recall, t, locale, here, go } = props;
  const [holders, setHolders] = useState<Holder[] | null>(null);
  const [claims, setClaims] = useState<Claim[]>([]);
  const [at, setAt] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(() => {
    setError(null);
    Promise.all([recall<Holder[]>('/electricity/my/customers'), recall<Claim[]>('/electricity/my/claims')])
      .then(([own, asked]) => {
        setHolders(own.data);
        setAt(own.at);
        setClaims(asked.data.filter(({ state }) => state === 'waiting' || state === 'refused').slice(0, 3));
      })
      .catch((reason: unknown) => setError(sentence(reason)));
  }, [recall]);
  useEffect(load, [load]);
  // The network is back: what is shown is of now again.
  useEffect(() => {
    window.addEventListener('online', load);
    return () => window.removeEventListener('online', load);
  }, [load]);
  if (error) {
    return (
      <section class="card">
        <p role="alert">{error}</p>
        <p>
          <button type="button" onClick={load}>
            {t('portal.again')}
          </button>
        </p>
      </section>
    );
  }
  if (!holders) return <p class="faint">{t('portal.loading')}</p>;
  const [number, path, ...rest] = here.split('/');
  const meters = holders.flatMap((holder) => holder.meters.map((meter) => ({ holder, meter })));
  const opened = meters.find(({ meter }) => meter.number === number) ?? (meters.length === 1 ? meters[0] : undefined);
  const part = opened && meterParts.find((one) => one.path === path && mayMember(one.right, opened.holder.role));
  const back = (label: string, to: string) => (
    <button type="button" class="quiet back" onClick={() => go(to)}>
      <span aria-hidden="true">‹</span> {label}
    </button>
  );
  if (opened && part) {
    const open = (to: string) => go(`${opened.meter.number}/${to}`);
    const inside = { ...props, ...opened, here: rest.join('/'), go: open, changed: load };
    return (
      <section class="card">
        {back(nameOf(opened.meter), opened.meter.number)}
        <h1>{t(part.label)}</h1>
        <AsOf at={at} t={t} locale={locale} />
        <Lazy key={part.path} load={part.load} props={inside} />
      </section>
    );
  }
  const notes = (meterId?: string) =>
    homeNotes.map((note) => {
      const open = (number: string, to: string) => go(`${number}/${to}`);
      const about = { ...props, holders, meterId, open, changed: load };
      return <Lazy key={`${note.name} ${meterId ?? ''}`} load={note.load} props={about} quiet />;
    });
  if (opened) {
    return (
      <>
        {meters.length > 1 && back(t('portal.electricity.all_meters'), '')}
        {notes(opened.meter.id)}
        <AsOf at={at} t={t} locale={locale} />
        <MeterCard
          key={opened.meter.id}
          {...props}
          {...opened}
          go={(to) => go(`${opened.meter.number}/${to}`)}
          changed={load}
        />
        {meters.length === 1 && <ClaimForm {...props} holders={holders} claims={claims} done={load} />}
      </>
    );
  }
  return (
    <>
      <AsOf at={at} t={t} locale={locale} />
      {meters.length > 0 && notes()}
      {meters.length > 0 && <MeterList holders={holders} t={t} locale={locale} go={go} />}
      <ClaimForm {...props} holders={holders} claims={claims} done={load} />
    </>
  );
}
