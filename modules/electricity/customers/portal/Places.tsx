/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { mayMember } from '../contract.ts';
import { Fault } from './Fault.tsx';
import type { Holder } from './part.ts';
import { useTry } from './useTry.ts';

type Props = PortalScreenProps & { holder: Holder; kind: 'building' | 'department'; done: () => Promise<void> };

/** The buildings or the departments of an institution, with how many meters belong to each. */
export function Places({ api, t, holder, kind, done }: Props) {
  const [name, setName] = useState('');
  const { busy, error, attempt } = useTry();
  const places = kind === 'building' ? holder.buildings : holder.departments;
  const manages = mayMember('manage', holder.role);
  const at = `/electricity/my/customers/${holder.id}/${kind}s`;
  const add = (event: Event) => {
    event.preventDefault();
    return attempt(async () => {
      await api.post(at, { name }, { idempotencyKey: crypto.randomUUID() });
      setName('');
      await done();
    });
  };
  const remove = (id: string) =>
    attempt(async () => {
      await api.delete(`${at}/${id}`);
      await done();
    });
  const metersIn = (id: string) =>
    holder.meters.filter((meter) => (kind === 'building' ? meter.buildingId : meter.departmentId) === id).length;
  return (
    <div class="stack">
      <h2>{t(`portal.electricity.${kind}s`)}</h2>
      {places.length > 0 && (
        <ul class="rows">
          {places.map((place) => (
            <li key={place.id} class="row">
              <span class="value">
                {place.name}
                <span class="faint"> {t('portal.electricity.meter_count', { count: metersIn(place.id) })}</span>
              </span>
              {manages && metersIn(place.id) === 0 && (
                <button
                  type="button"
                  class="quiet"
                  disabled={busy}
                  aria-label={t('portal.electricity.remove_name', { name: place.name })}
                  onClick={() => remove(place.id)}
                >
                  {t('portal.electricity.remove')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {manages && (
        <form class="row" noValidate onSubmit={add}>
          <label class="grow">
            {t(`portal.electricity.new_${kind}`)}
            <input
              name={kind}
              value={name}
              autoComplete="off"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="second" disabled={busy || !name.trim()}>
            {t('portal.electricity.add')}
          </button>
        </form>
      )}
      <Fault text={error} />
    </div>
  );
}
