/** @jsxImportSource preact */
import type { PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { MEMBER_ROLES, mayMember } from '../contract.ts';
import { Fault } from './Fault.tsx';
import type { Holder } from './part.ts';
import { useTry } from './useTry.ts';

type Props = PortalScreenProps & { holder: Holder; done: () => Promise<void> };

/** The people of a holder; a manager changes their roles and removes them. */
export function Members({ api, t, holder, done }: Props) {
  const { busy, error, attempt } = useTry();
  const manages = mayMember('manage', holder.role);
  const of = (account: string) => `/electricity/my/customers/${holder.id}/members/${account}`;
  const change = (account: string, role: string) =>
    attempt(async () => {
      await api.post(of(account), { role });
      await done();
    });
  const remove = (account: string) =>
    attempt(async () => {
      await api.delete(of(account));
      await done();
    });
  return (
    <>
      <ul class="rows">
        {holder.members.map(({ accountId, name, role }) => (
          <li key={accountId} class="row">
            <span class="value">{name}</span>
            {manages ? (
              <span class="pick">
                <select
                  aria-label={t('portal.electricity.role_of', { name })}
                  value={role}
                  disabled={busy}
                  onChange={(event) => change(accountId, event.currentTarget.value)}
                >
                  {MEMBER_ROLES.map((one) => (
                    <option key={one} value={one}>
                      {t(`portal.electricity.role_${one}`)}
                    </option>
                  ))}
                </select>
                {holder.members.length > 1 && (
                  <button
                    type="button"
                    class="quiet"
                    disabled={busy}
                    aria-label={t('portal.electricity.remove_name', { name })}
                    onClick={() => remove(accountId)}
                  >
                    {t('portal.electricity.remove')}
                  </button>
                )}
              </span>
            ) : (
              <span class="faint">{t(`portal.electricity.role_${role}`)}</span>
            )}
          </li>
        ))}
      </ul>
      <Fault text={error} />
    </>
  );
}
