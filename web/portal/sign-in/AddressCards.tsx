/** @jsxImportSource preact */
import type { ApiError, Translate } from '../../../kernel/ui/light/index.ts';
import { Field } from '../form/Field.tsx';
import { Form } from '../form/Form.tsx';
import type { SignInState } from './useSignIn.ts';

type Props = { state: SignInState; sms: boolean; t: Translate };

export function AddressCard({ state, sms, t }: Props) {
  return (
    <section class="card stack">
      <h1>{t('account.sign_in.title')}</h1>
      <p class="faint">{t(sms ? 'account.sign_in.text' : 'account.sign_in.text_email')}</p>
      <Form
        t={t}
        label={t('account.sign_in.send_code')}
        work={() => state.send('code')}
        others={
          <button type="button" class="quiet" onClick={() => state.setStep('password')}>
            {t('account.sign_in.by_password')}
          </button>
        }
      >
        <AddressField state={state} sms={sms} t={t} />
      </Form>
    </section>
  );
}

export function PasswordCard({ state, sms, t }: Props) {
  const explain = ({ code }: ApiError) =>
    code === 'portal.wrong_credentials' ? t('account.sign_in.wrong_password') : undefined;
  return (
    <section class="card stack">
      <h1>{t('account.sign_in.title')}</h1>
      <Form
        t={t}
        label={t('account.sign_in.submit')}
        work={state.byPassword}
        explain={explain}
        others={
          <button type="button" class="quiet" onClick={() => state.setStep('address')}>
            {t('account.sign_in.by_code')}
          </button>
        }
      >
        <AddressField state={state} sms={sms} t={t} />
        <Field
          label={t('account.sign_in.password')}
          name="password"
          type="password"
          complete="current-password"
          value={state.password}
          change={state.setPassword}
        />
      </Form>
      <Form t={t} label={t('account.sign_in.forgot')} work={() => state.send('reset')} look="quiet" />
    </section>
  );
}

function AddressField({ state, sms, t }: Props) {
  return (
    <Field
      label={t(sms ? 'account.sign_in.email_or_phone' : 'account.sign_in.email')}
      name="address"
      type={sms ? 'text' : 'email'}
      complete="username"
      value={state.address}
      change={state.setAddress}
    />
  );
}
