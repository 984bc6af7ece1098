/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { type ApiError, api } from '../../../kernel/ui/light/index.ts';
import { CodeStep } from '../form/CodeStep.tsx';
import { Field } from '../form/Field.tsx';
import { Form } from '../form/Form.tsx';
import { NewPassword } from '../form/NewPassword.tsx';
import { useCode } from '../form/useCode.ts';
import type { Tokens } from '../session.ts';
import type { SignedIn } from '../useAccount.ts';

/**
 * Sets a password with a code, or changes it with the one that was in use. Both sign in anew, since all other sessions
 * end.
 */
export function PasswordPanel({ slug, entered, account, t, language }: SignedIn) {
  const [step, setStep] = useState<'closed' | 'current' | 'code' | 'done'>('closed');
  const [current, setCurrent] = useState('');
  const [digits, setDigits] = useState('');
  const [password, setPassword] = useState('');
  const code = useCode(slug, language, t);
  const address = account.email ? { email: account.email } : { phone: account.phone ?? '' };
  const sendCode = async () => {
    await code.send(address);
    setDigits('');
    setStep('code');
  };
  const save = async (proof: object) => {
    const body = { ...address, ...proof, newPassword: password };
    entered.session.begin(await api.post<Tokens>(`/portal/${encodeURIComponent(slug)}/sign-in`, body));
    setPassword('');
    setCurrent('');
    setStep('done');
  };
  const wrong = ({ code: refused }: ApiError) =>
    refused === 'portal.wrong_credentials' ? t('account.password.wrong') : undefined;
  const cancel = (
    <button type="button" class="quiet" onClick={() => setStep('closed')}>
      {t('account.cancel')}
    </button>
  );
  const text = step === 'done' ? 'account.password.done' : `account.password.${account.hasPassword ? 'has' : 'none'}`;
  return (
    <section class="card stack">
      <h2>{t('account.password.title')}</h2>
      {(step === 'closed' || step === 'done') && (
        <>
          <p class="faint">{t(text)}</p>
          {account.hasPassword ? (
            <div class="actions">
              <button type="button" class="second" onClick={() => setStep('current')}>
                {t('account.password.change')}
              </button>
            </div>
          ) : (
            <Form t={t} look="second" label={t('account.password.set')} work={sendCode} />
          )}
        </>
      )}
      {step === 'current' && (
        <>
          <Form
            t={t}
            label={t('account.save')}
            work={() => save({ password: current })}
            explain={wrong}
            others={cancel}
          >
            <Field
              label={t('account.password.current')}
              name="password"
              type="password"
              complete="current-password"
              value={current}
              change={setCurrent}
            />
            <NewPassword value={password} change={setPassword} t={t} />
          </Form>
          <Form t={t} look="quiet" label={t('account.sign_in.forgot')} work={sendCode} />
        </>
      )}
      {step === 'code' && (
        <Form
          t={t}
          label={t('account.save')}
          work={() => save({ code: digits })}
          explain={code.explain}
          others={cancel}
        >
          <CodeStep code={code} value={digits} change={setDigits} t={t} />
          <NewPassword value={password} change={setPassword} t={t} />
        </Form>
      )}
    </section>
  );
}
