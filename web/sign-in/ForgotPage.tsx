/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { api, type Translate } from '../../kernel/ui/light/index.ts';
import { Card } from './Card.tsx';
import { Field, Form, useSubmit } from './Form.tsx';

/** Asks for a link to set a new password. */
export function ForgotPage({ t }: { t: Translate }) {
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const form = useSubmit(async () => {
    await api.post('/auth/forgot-password', { email });
    setSent(true);
  });
  return (
    <Card title={t('sign_in.forgot.title')} text={t('sign_in.forgot.text')}>
      {sent ? (
        // The same text whether the address is known or not.
        <p role="status">{t('sign_in.forgot.sent', { email })}</p>
      ) : (
        <Form form={form} action={t('sign_in.forgot.send')}>
          <Field
            label={t('sign_in.field.email')}
            name="email"
            type="email"
            value={email}
            change={setEmail}
            complete="username"
            error={form.fields.email}
            focus
            t={t}
          />
        </Form>
      )}
      <a href="/console/login">{t('sign_in.forgot.back')}</a>
    </Card>
  );
}
