/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { Fault } from './Fault.tsx';
import { useTry } from './useTry.ts';

type Props = PortalScreenProps & { first: boolean; done: () => Promise<void> };

/** Somebody was invited: they type the code. */
export function Accept({ api, t, first, done }: Props) {
  const [open, setOpen] = useState(first);
  const [code, setCode] = useState('');
  const { busy, error, attempt } = useTry();
  if (!open) {
    return (
      <p>
        <button type="button" class="quiet" onClick={() => setOpen(true)}>
          {t('portal.electricity.have_invitation')}
        </button>
      </p>
    );
  }
  const accept = (event: Event) => {
    event.preventDefault();
    return attempt(async () => {
      await api.post('/electricity/my/invitations', { code });
      setCode('');
      setOpen(false);
      await done();
    });
  };
  return (
    <section class="card">
      <h1>{t('portal.electricity.have_invitation')}</h1>
      <form class="stack" noValidate onSubmit={accept}>
        <label>
          {t('portal.electricity.invitation_code')}
          <input
            name="invitation"
            value={code}
            autoComplete="off"
            autoCapitalize="characters"
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </label>
        <Fault text={error} />
        <div class="actions">
          <button type="submit" disabled={busy || !code.trim()}>
            {t('portal.electricity.join')}
          </button>
        </div>
      </form>
    </section>
  );
}
