/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import type { Holder } from '../../customers/portal/part.ts';
import { sentence } from '../../customers/portal/useTry.ts';
import { showNumber } from '../../meters/contract.ts';
import { LIMITS, type MeterLimits, readLimits, showLimits } from '../contract.ts';

type Limits = Camelized<MeterLimits>;
type Props = PortalScreenProps & { meter: Holder['meters'][number]; change: boolean };

/** From when on a meter alerts, in kilowatt-hours; empty means the usual limit, or none. */
export function LimitsForm({ api, t, meter, change }: Props) {
  const [typed, setTyped] = useState<ReturnType<typeof showLimits> | null>(null);
  const [note, setNote] = useState<{ text: string; bad: boolean } | null>(null);
  const at = `/electricity/my/meters/${meter.id}/alert-limits`;
  useEffect(() => {
    api.get<Limits>(at).then(
      (limits) => setTyped(showLimits(limits)),
      () => undefined,
    );
  }, [api, at]);
  if (!typed || !change) return null;
  const save = async (event: Event) => {
    event.preventDefault();
    const read = readLimits(typed);
    if (!read.ok) return setNote({ text: t('portal.electricity.alert.limit_wrong'), bad: true });
    try {
      setTyped(showLimits(await api.put<Limits>(at, read.limits)));
      setNote({ text: t('portal.electricity.alert.saved'), bad: false });
    } catch (reason) {
      setNote({ text: sentence(reason), bad: true });
    }
  };
  return (
    <section class="card">
      <form class="stack" noValidate onSubmit={save}>
        <h2>
          {t('portal.electricity.alert.limits', { meter: meter.name || meter.place || showNumber(meter.number) })}
        </h2>
        {LIMITS.map((name) => (
          <label key={name}>
            {t(`portal.electricity.alert.${name}`)}
            <input
              name={name}
              inputMode="decimal"
              value={typed[name]}
              onInput={(event) => {
                setNote(null);
                setTyped({ ...typed, [name]: event.currentTarget.value });
              }}
            />
          </label>
        ))}
        {note && (
          <div class={note.bad ? 'alert' : 'faint'} role={note.bad ? 'alert' : 'status'}>
            {note.text}
          </div>
        )}
        <div class="actions">
          <button type="submit" class="second">
            {t('portal.electricity.alert.save')}
          </button>
        </div>
      </form>
    </section>
  );
}
