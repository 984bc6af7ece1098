/** @jsxImportSource preact */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { mayMember } from '../contract.ts';
import { Accept } from './Accept.tsx';
import { AsOf } from './AsOf.tsx';
import { Fault } from './Fault.tsx';
import { Invite } from './Invite.tsx';
import { Members } from './Members.tsx';
import { Places } from './Places.tsx';
import type { Holder } from './part.ts';
import { sentence } from './useTry.ts';
import './meters.css';

/** Who belongs to a household or an institution and what they may do; its buildings and departments. */
export default function People(props: PortalScreenProps) {
  const { recall, t, locale } = props;
  const [holders, setHolders] = useState<Holder[] | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(async () => {
    try {
      const answer = await recall<Holder[]>('/electricity/my/customers');
      setHolders(answer.data);
      setAt(answer.at);
    } catch (reason) {
      setError(sentence(reason));
    }
  }, [recall]);
  useEffect(() => void load(), [load]);
  if (error) {
    return (
      <section class="card">
        <Fault text={error} />
      </section>
    );
  }
  if (!holders) return <p class="faint">{t('portal.loading')}</p>;
  return (
    <>
      <AsOf at={at} t={t} locale={locale} />
      {holders.map((holder) => {
        const manages = mayMember('manage', holder.role);
        return (
          <section class="card stack" key={holder.id}>
            <h1>{holder.name}</h1>
            <Members {...props} holder={holder} done={load} />
            {manages && <Invite {...props} holder={holder} />}
            {holder.kind === 'institution' && (
              <>
                <Places {...props} holder={holder} kind="building" done={load} />
                <Places {...props} holder={holder} kind="department" done={load} />
              </>
            )}
          </section>
        );
      })}
      <Accept {...props} first={holders.length === 0} done={load} />
    </>
  );
}
