/** @jsxImportSource preact */
import type { SignedIn } from '../useAccount.ts';
import { ChatsPanel } from './ChatsPanel.tsx';
import { ContactsPanel } from './ContactsPanel.tsx';
import { NamePanel } from './NamePanel.tsx';
import { PasswordPanel } from './PasswordPanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';

/** Somebody's own account: name, addresses, password, and where they are signed in. */
export function AccountPage(props: SignedIn) {
  const { entered, t } = props;
  return (
    <>
      <NamePanel {...props} />
      <ContactsPanel {...props} />
      <ChatsPanel {...props} />
      <PasswordPanel {...props} />
      <SessionsPanel {...props} />
      <div class="actions end">
        <button type="button" class="second" onClick={() => entered.session.end()}>
          {t('account.sign_out')}
        </button>
      </div>
    </>
  );
}
