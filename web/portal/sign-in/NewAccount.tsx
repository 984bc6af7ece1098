/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { Translate } from '../../../kernel/ui/light/index.ts';
import { Field } from '../form/Field.tsx';
import { Form } from '../form/Form.tsx';
import { NewPassword } from '../form/NewPassword.tsx';
import type { SignInState } from './useSignIn.ts';

type Props = {
  state: SignInState;
  /** of whoever came by a link */
  name: string;
  t: Translate;
};

/** The address was proven and has no account yet: a name, and a password for those who want one. */
export function NewAccount({ state, name: known, t }: Props) {
  const [name, setName] = useState(known);
  const { password } = state;
  return (
    <section class="card stack">
      <h1>{t('account.new.title')}</h1>
      <p class="faint">{t('account.new.text', { address: state.code.to })}</p>
      <Form
        t={t}
        label={t('account.new.submit')}
        work={() => state.byCode({ name, ...(password && { newPassword: password }) })}
        explain={state.code.explain}
        others={
          <button type="button" class="quiet" onClick={() => state.setStep('address')}>
            {t('account.code.other')}
          </button>
        }
      >
        <Field label={t('account.name')} name="name" complete="name" value={name} change={setName} />
        <NewPassword value={password} change={state.setPassword} optional t={t} />
      </Form>
    </section>
  );
}
