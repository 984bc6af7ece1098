/** @jsxImportSource preact */

import { useEffect, useState } from 'preact/hooks';
import type { PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { AgentSales } from '../../agents/portal/AgentSales.tsx';
import { mayMember } from '../../customers/contract.ts';
import type { Holder } from '../../customers/portal/part.ts';
import { mayMeter } from '../../meters/contract.ts';
import { Redeem } from './Redeem.tsx';

/** Vouchers of an account: redeeming one, and selling them for whoever is an agent. */
export default function Vouchers(props: PortalScreenProps) {
  const { api, t } = props;
  const [meters, setMeters] = useState<Holder['meters'] | null>(null);
  useEffect(() => {
    api.get<Holder[]>('/electricity/my/customers').then(
      (own) =>
        setMeters(
          own.flatMap(({ role, meters: all }) =>
            mayMember('buy', role) ? all.filter(({ state }) => mayMeter('buy', state)) : [],
          ),
        ),
      () => setMeters([]),
    );
  }, [api]);
  if (!meters) return <p class="faint">{t('portal.loading')}</p>;
  return (
    <>
      {meters.length === 0 ? (
        <section class="card">
          <p>{t('portal.electricity.voucher_none')}</p>
        </section>
      ) : (
        <Redeem {...props} meters={meters} />
      )}
      <AgentSales {...props} />
    </>
  );
}
