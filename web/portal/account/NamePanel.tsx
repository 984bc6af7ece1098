/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { Field } from '../form/Field.tsx';
import { Form } from '../form/Form.tsx';
import type { Account, SignedIn } from '../useAccount.ts';

export function NamePanel({ entered, account, t }: SignedIn) {
  const [editing, setEditing] = useState(false);
  const [name, setName] = useState(account.name);
  const save = async () => {
    entered.setAccount(await entered.session.api.patch<Account>('/portal/account', { name }));
    setEditing(false);
  };
  if (!editing) {
    return (
      <section class="card row">
        <h1>{account.name}</h1>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setName(account.name);
            setEditing(true);
          }}
        >
          {t('account.change')}
        </button>
      </section>
    );
  }
  return (
    <section class="card">
      <Form
        t={t}
        label={t('account.save')}
        work={save}
        others={
          <button type="button" class="quiet" onClick={() => setEditing(false)}>
            {t('account.cancel')}
          </button>
        }
      >
        <Field label={t('account.name')} name="name" complete="name" value={name} change={setName} />
      </Form>
    </section>
  );
}
