/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { Fault } from '../customers/portal/Fault.tsx';
import type { MeterProps } from '../customers/portal/part.ts';
import { useTry } from '../customers/portal/useTry.ts';

/** What a meter is called, where it is, and to which building and department it belongs. */
export default function MeterSettings({ api, t, holder, meter, changed, go }: MeterProps) {
  const [fields, setFields] = useState({
    name: meter.name,
    place: meter.place,
    buildingId: meter.buildingId ?? '',
    departmentId: meter.departmentId ?? '',
  });
  const { busy, error, attempt } = useTry();
  const save = (event: Event) => {
    event.preventDefault();
    return attempt(async () => {
      const { buildingId, departmentId, ...rest } = fields;
      const groups = { buildingId: buildingId || null, departmentId: departmentId || null };
      await api.patch(`/electricity/my/meters/${meter.id}`, { ...rest, ...groups });
      changed();
      go('');
    });
  };
  const text = (name: 'name' | 'place') => (
    <label>
      {t(`portal.electricity.meter_${name}`)}
      <input
        name={name}
        value={fields[name]}
        autoComplete="off"
        onInput={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
      />
    </label>
  );
  const group = (name: 'buildingId' | 'departmentId', label: string, all: { id: string; name: string }[]) =>
    all.length > 0 && (
      <label>
        {t(`portal.electricity.${label}`)}
        <select
          name={name}
          value={fields[name]}
          onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
        >
          <option value="">–</option>
          {all.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    );
  return (
    <form class="stack" noValidate onSubmit={save}>
      {text('name')}
      {text('place')}
      {group('buildingId', 'building', holder.buildings)}
      {group('departmentId', 'department', holder.departments)}
      <Fault text={error} />
      <div class="actions">
        <button type="submit" class="main" disabled={busy}>
          {t('portal.electricity.save')}
        </button>
      </div>
    </form>
  );
}
