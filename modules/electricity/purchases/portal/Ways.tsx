/** @jsxImportSource preact */
import type { Camelized, Translate } from '../../../../kernel/ui/light/index.ts';
import type { Paying } from '../contract.ts';

type Props = {
  ways: Camelized<Paying>['ways'];
  /** null: on the page with all ways, by a proof too */
  way: string | null;
  choose: (way: string | null) => void;
  phone: string;
  setPhone: (phone: string) => void;
  t: Translate;
};

/** Who takes the money; below it the phone that is asked, when one is. */
export function Ways({ ways, way, choose, phone, setPhone, t }: Props) {
  if (ways.length === 0) return null;
  const asksPhone = ways.find(({ name }) => name === way)?.asksPhone;
  const choice = (value: string | null, label: string) => (
    <label class="way" key={value}>
      <input type="radio" name="way" checked={value === way} onChange={() => choose(value)} />
      {label}
    </label>
  );
  return (
    <fieldset>
      <legend>{t('portal.electricity.pay_how')}</legend>
      {ways.map(({ name, label }) => choice(name, label))}
      {choice(null, t('portal.electricity.other_way'))}
      {asksPhone && (
        <label>
          {t('portal.electricity.phone')}
          <input
            name="phone"
            type="tel"
            autoComplete="tel"
            value={phone}
            onInput={(event) => setPhone(event.currentTarget.value)}
          />
        </label>
      )}
    </fieldset>
  );
}
