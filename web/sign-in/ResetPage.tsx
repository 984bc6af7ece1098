/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { api, type Translate } from '../../kernel/ui/light/index.ts';
import { Card } from './Card.tsx';
import { Field, Form, linkToken, useSubmit } from './Form.tsx';

/** Sets a new password with the token of a mailed link. */
export function ResetPage({ t }: { t: Translate }) {
  const [token] = useState(linkToken);
  const [password, setPassword] = useState('');
  const form = useSubmit(async () => {
    await api.post('/auth/reset-password', { token, password });
    window.location.replace('/console/login?reset');
  });
  return (
    <Card title={t('sign_in.reset.title')} text={t('sign_in.reset.text')}>
      {form.fields.token && (
        <div class="alert" role="alert">
          {form.fields.token}
        </div>
      )}
      <Form form={form} action={t('sign_in.reset.save')}>
        <Field
          label={t('sign_in.field.new_password')}
          name="new-password"
          type="password"
          value={password}
          change={setPassword}
          complete="new-password"
          error={form.fields.password}
          help={t('sign_in.field.password_help')}
          focus
          t={t}
        />
      </Form>
      <a href="/console/forgot-password">{t('sign_in.reset.again')}</a>
    </Card>
  );
}
