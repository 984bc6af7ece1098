/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, api, setCurrentOrganization, type Translate } from '../../kernel/ui/light/index.ts';
import { Card } from './Card.tsx';
import { CodeField, Field, Form, linkToken, useSubmit } from './Form.tsx';

/** `hasAccount` is null for a link that didn't come by mail: the page asks the person. */
type Invitation = { email: string; organization: string; hasAccount: boolean | null };

const textOf = (known: boolean | null) => (known === null ? 'text_link' : known ? 'text_known' : 'text_new');

/** Joins an organization: with a new account, or with the password of the address's account. */
export function AcceptPage({ t }: { t: Translate }) {
  const [token] = useState(linkToken);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    api.post<Invitation>('/auth/invitation', { token }).then(setInvitation, (refusal: unknown) => {
      setError(refusal instanceof ApiError ? refusal.message : String(refusal));
    });
  }, [token]);
  const { email = '', organization = '', hasAccount = null } = invitation ?? {};
  return (
    <Card
      title={t(invitation ? 'sign_in.accept.title' : 'sign_in.accept.plain_title', { organization })}
      {...(invitation && { text: t(`sign_in.accept.${textOf(hasAccount)}`, { email }) })}
    >
      {error && (
        <div class="alert" role="alert">
          {error}
        </div>
      )}
      {!error && !invitation && <p class="faint">{t('sign_in.loading')}</p>}
      {invitation && <AcceptForm token={token} invitation={invitation} t={t} />}
    </Card>
  );
}

function AcceptForm({ token, invitation, t }: { token: string; invitation: Invitation; t: Translate }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const [known, setKnown] = useState(invitation.hasAccount === true);
  const form = useSubmit(
    async () => {
      const body = { token, password, ...(!known && { name: name.trim() }), ...(codeWanted && { code }) };
      await api.post('/auth/accept-invitation', body);
      // Begin in the organization of the new membership, whatever this tab showed before.
      setCurrentOrganization(null);
      window.location.assign('/console/');
    },
    (error) => {
      if (error.code !== 'auth.second_factor_required') return false;
      setCodeWanted(true);
      return true;
    },
  );
  return (
    <>
      {invitation.hasAccount === null && (
        <fieldset class="stack" style={{ gap: '0.4rem' }}>
          {[false, true].map((value) => (
            <label class="check" key={String(value)}>
              <input type="radio" name="known" checked={known === value} onChange={() => setKnown(value)} />
              {t(value ? 'sign_in.accept.known' : 'sign_in.accept.new')}
            </label>
          ))}
        </fieldset>
      )}
      <Form form={form} action={t('sign_in.accept.join')}>
        {!known && (
          <Field
            label={t('sign_in.field.your_name')}
            name="name"
            value={name}
            change={setName}
            complete="name"
            error={form.fields.name}
            focus
            t={t}
          />
        )}
        <Field
          label={t('sign_in.field.password')}
          name={known ? 'password' : 'new-password'}
          type="password"
          value={password}
          change={setPassword}
          complete={known ? 'current-password' : 'new-password'}
          error={form.fields.password}
          help={known ? undefined : t('sign_in.field.password_help')}
          t={t}
        />
        {codeWanted && <CodeField value={code} change={setCode} error={form.fields.code} t={t} />}
      </Form>
    </>
  );
}
