/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { HandedOver } from '../../../../../kernel/devices/contract.ts';
import { ApiError, api, type Camelized, type Translate } from '../../../../../kernel/ui/light/index.ts';
import { kindOfRole, type ScannerRole } from '../../contract.ts';

/** A shift, a week, a month, a term: days from now. */
const VALIDITY = [1, 7, 30, 180] as const;
const DAY_MS = 86_400_000;

/** A new scanner: at which door, for whom, how long. */
export function NewScanner({ t, onMade }: { t: Translate; onMade: (made: Camelized<HandedOver>) => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<ScannerRole>('steward');
  const [days, setDays] = useState<number>(30);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const validUntil = new Date(Date.now() + days * DAY_MS).toISOString();
      onMade(await api.post<Camelized<HandedOver>>('/devices', { kind: kindOfRole(role), name, validUntil }));
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal)));
      setBusy(false);
    }
  };
  return (
    <form class="card stack" onSubmit={submit}>
      <h1>{t('scanner.scanners.new')}</h1>
      <label>
        {t('scanner.scanners.name')}
        <input
          name="name"
          required
          maxLength={80}
          autoComplete="off"
          value={name}
          aria-invalid={Boolean(error?.fields.name)}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <span class={error?.fields.name ? 'fault' : 'faint'}>
          {error?.fields.name ?? t('scanner.scanners.name_help')}
        </span>
      </label>
      <div class="pair">
        <label>
          {t('scanner.more.role')}
          <select value={role} onChange={(event) => setRole(event.currentTarget.value as ScannerRole)}>
            {(['steward', 'supervisor'] as const).map((each) => (
              <option key={each} value={each}>
                {t(`scanner.role.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('scanner.scanners.valid')}
          <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            {VALIDITY.map((count) => (
              <option key={count} value={count}>
                {t('scanner.scanners.days', { count })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="faint">{t(`scanner.role_text.${role}`)}</p>
      {error && Object.keys(error.fields).length === 0 && (
        <div class="alert" role="alert">
          {error.message}
        </div>
      )}
      <button type="submit" disabled={busy}>
        {t('scanner.scanners.make')}
      </button>
    </form>
  );
}
