/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { CodeStep } from '../form/CodeStep.tsx';
import { Field } from '../form/Field.tsx';
import { Form } from '../form/Form.tsx';
import { useCode } from '../form/useCode.ts';
import type { Account, SignedIn } from '../useAccount.ts';

const KINDS = ['email', 'phone'] as const;
type Kind = (typeof KINDS)[number];

/** The addresses that one signs in with; a code proves each new one. */
export function ContactsPanel(props: SignedIn) {
  const { account, about, t } = props;
  const [editing, setEditing] = useState<Kind | null>(null);
  const kinds = KINDS.filter((kind) => kind === 'email' || about.sms || account.phone !== null);
  return (
    <section class="card stack">
      <h2>{t('account.contacts.title')}</h2>
      {kinds.map((kind) =>
        editing === kind ? (
          <NewContact key={kind} kind={kind} {...props} close={() => setEditing(null)} />
        ) : (
          <div key={kind} class="row">
            <div>
              <div class="faint">{t(`account.contacts.${kind}`)}</div>
              <div class="value">{account[kind] ?? t('account.contacts.none')}</div>
            </div>
            {(kind === 'email' || about.sms) && (
              <button type="button" class="quiet" onClick={() => setEditing(kind)}>
                {t(account[kind] ? 'account.change' : 'account.contacts.add')}
              </button>
            )}
          </div>
        ),
      )}
    </section>
  );
}

type NewContactProps = SignedIn & { kind: Kind; close: () => void };

function NewContact({ kind, slug, entered, account, t, language, close }: NewContactProps) {
  const { api } = entered.session;
  const [address, setAddress] = useState('');
  const [digits, setDigits] = useState('');
  const code = useCode(slug, language, t);
  const cancel = (
    <button type="button" class="quiet" onClick={close}>
      {t('account.cancel')}
    </button>
  );
  const save = async () => {
    const body = { [kind]: code.to, code: digits };
    entered.setAccount(await api.post<Account>('/portal/account/contacts', body));
    close();
  };
  const remove = async () => {
    entered.setAccount(await api.delete<Account>(`/portal/account/contacts/${kind}`));
    close();
  };
  if (code.to) {
    return (
      <Form t={t} label={t('account.save')} work={save} explain={code.explain} others={cancel}>
        <CodeStep code={code} value={digits} change={setDigits} alone t={t} />
      </Form>
    );
  }
  return (
    <>
      <Form
        t={t}
        label={t('account.sign_in.send_code')}
        work={() => code.send({ [kind]: address.trim() })}
        others={cancel}
      >
        <Field
          label={t(`account.contacts.new_${kind}`)}
          name={kind}
          type={kind === 'email' ? 'email' : 'tel'}
          complete={kind === 'email' ? 'email' : 'tel'}
          value={address}
          change={setAddress}
        />
      </Form>
      {account.email && account.phone && (
        <Form t={t} look="quiet" label={t(`account.contacts.remove_${kind}`)} work={remove} />
      )}
    </>
  );
}
