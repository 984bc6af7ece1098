/** @jsxImportSource preact */
import type { Translate } from '../../../kernel/ui/light/index.ts';
import { CodeStep } from '../form/CodeStep.tsx';
import { Form } from '../form/Form.tsx';
import { NewPassword } from '../form/NewPassword.tsx';
import type { Tokens } from '../session.ts';
import type { About } from '../useAccount.ts';
import { AddressCard, PasswordCard } from './AddressCards.tsx';
import { NewAccount } from './NewAccount.tsx';
import { type SignInState, useSignIn } from './useSignIn.ts';

type Props = {
  slug: string;
  about: About;
  /** of whoever came by a link */
  name: string;
  t: Translate;
  language: string;
  enter: (tokens: Tokens) => void;
};

/** Signs in or up: an address, then a code or a password; whoever has no account yet is asked for a name. */
export function SignIn({ slug, about, name, t, language, enter }: Props) {
  const state = useSignIn(slug, language, t, enter);
  switch (state.step) {
    case 'address':
      return <AddressCard state={state} sms={about.sms} t={t} />;
    case 'password':
      return <PasswordCard state={state} sms={about.sms} t={t} />;
    case 'new':
      return <NewAccount state={state} name={name} t={t} />;
    default:
      return <CodeCard state={state} t={t} />;
  }
}

/** The code, and for `reset` a new password. */
function CodeCard({ state, t }: { state: SignInState; t: Translate }) {
  const reset = state.step === 'reset';
  return (
    <section class="card stack">
      <h1>{t(reset ? 'account.reset.title' : 'account.code.title')}</h1>
      <Form
        t={t}
        label={t(reset ? 'account.reset.submit' : 'account.code.submit')}
        work={() => state.byCode(reset ? { newPassword: state.password } : {})}
        explain={state.code.explain}
        others={
          <button type="button" class="quiet" onClick={() => state.setStep(reset ? 'password' : 'address')}>
            {t('account.code.other')}
          </button>
        }
      >
        <CodeStep code={state.code} value={state.digits} change={state.setDigits} alone={!reset} t={t} />
        {reset && <NewPassword value={state.password} change={state.setPassword} t={t} />}
      </Form>
    </section>
  );
}
