/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { type Invitation, MEMBER_ROLES, type MemberRole } from '../contract.ts';
import { Fault } from './Fault.tsx';
import type { Holder } from './part.ts';
import { useTry } from './useTry.ts';

/** Makes a code that a person types to join; it is shown once. */
export function Invite({ api, t, locale, holder }: PortalScreenProps & { holder: Holder }) {
  const [role, setRole] = useState<MemberRole>('buyer');
  const [made, setMade] = useState<Camelized<Invitation> | null>(null);
  const { busy, error, attempt } = useTry();
  const invite = (event: Event) => {
    event.preventDefault();
    return attempt(async () =>
      setMade(await api.post<Camelized<Invitation>>(`/electricity/my/customers/${holder.id}/invitations`, { role })),
    );
  };
  if (made) {
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(made.expiresAt));
    return (
      <div role="status">
        <p class="code">{made.code}</p>
        <p class="faint">{t('portal.electricity.invitation_made', { date })}</p>
      </div>
    );
  }
  return (
    <form class="stack" noValidate onSubmit={invite}>
      <label>
        {t('portal.electricity.invite_as')}
        <select name="role" value={role} onChange={(event) => setRole(event.currentTarget.value as MemberRole)}>
          {MEMBER_ROLES.map((one) => (
            <option key={one} value={one}>
              {t(`portal.electricity.role_${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Fault text={error} />
      <div class="actions">
        <button type="submit" class="second" disabled={busy}>
          {t('portal.electricity.invite')}
        </button>
      </div>
    </form>
  );
}
