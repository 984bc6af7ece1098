/** @jsxImportSource preact */
import { useRef, useState } from 'preact/hooks';
import type { Static } from 'typebox';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { Fault } from '../../customers/portal/Fault.tsx';
import type { Holder } from '../../customers/portal/part.ts';
import { useTry } from '../../customers/portal/useTry.ts';
import type { OwnClaim } from '../contract.ts';

type Claim = Camelized<Static<typeof OwnClaim>>;
type Props = PortalScreenProps & { holders: Holder[]; claims: Claim[]; done: () => void };

/** "This meter is mine": its number, its code when there is one, and whose it is; above it what was asked before. */
export function ClaimForm({ api, t, holders, claims, done }: Props) {
  const own = holders.filter(({ role }) => role === 'manager');
  const [open, setOpen] = useState(holders.length === 0 && claims.length === 0);
  const [whose, setWhose] = useState(own[0]?.id ?? 'household');
  const [fields, setFields] = useState({ number: '', code: '', name: '' });
  const { busy, error, attempt } = useTry();
  const key = useRef('');
  const before = claims.map((claim) => (
    <section class="card" key={claim.id}>
      <p>{t(`portal.electricity.claim_${claim.state}`, { number: claim.number })}</p>
      {claim.reason && <p class="faint">{claim.reason}</p>}
    </section>
  ));
  if (!open) {
    return (
      <>
        {before}
        <p>
          <button type="button" class="quiet" onClick={() => setOpen(true)}>
            {t('portal.electricity.add_meter')}
          </button>
        </p>
      </>
    );
  }
  const isNew = whose === 'household' || whose === 'institution';
  const send = (event: Event) => {
    event.preventDefault();
    const { number, code, name } = fields;
    return attempt(async () => {
      key.current ||= crypto.randomUUID();
      const body = {
        number,
        ...(code.trim() && { code }),
        ...(isNew ? { kind: whose, name } : { customerId: whose }),
      };
      await api.post('/electricity/my/claims', body, { idempotencyKey: key.current });
      key.current = '';
      setFields({ number: '', code: '', name: '' });
      setOpen(false);
      done();
    });
  };
  const field = (name: keyof typeof fields, help?: string) => (
    <label>
      {t(`portal.electricity.claim_${name}`)}
      <input
        name={name}
        value={fields[name]}
        autoComplete="off"
        inputMode={name === 'number' ? 'numeric' : 'text'}
        onInput={(event) => {
          key.current = '';
          setFields({ ...fields, [name]: event.currentTarget.value });
        }}
      />
      {help && <span class="faint">{help}</span>}
    </label>
  );
  return (
    <>
      {before}
      <section class="card">
        <h1>{t('portal.electricity.add_meter')}</h1>
        <form class="stack" noValidate onSubmit={send}>
          {field('number')}
          {field('code', t('portal.electricity.claim_code_help'))}
          <label>
            {t('portal.electricity.claim_whose')}
            <select
              value={whose}
              onChange={(event) => {
                key.current = '';
                setWhose(event.currentTarget.value);
              }}
            >
              {own.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
              <option value="household">{t('portal.electricity.new_household')}</option>
              <option value="institution">{t('portal.electricity.new_institution')}</option>
            </select>
          </label>
          {isNew && field('name')}
          <Fault text={error} />
          <div class="actions">
            <button type="submit" disabled={busy}>
              {t('portal.electricity.claim_send')}
            </button>
          </div>
        </form>
      </section>
    </>
  );
}
