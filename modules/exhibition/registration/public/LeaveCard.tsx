/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { ApiError, api, type Translate } from '../../../../kernel/ui/light/index.ts';

type Props = { path: string; token: string; t: Translate };

/** Asks first: programs that look at mails open links too. */
export function LeaveCard({ path, token, t }: Props) {
  const [state, setState] = useState<'left' | 'gone' | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    setError(null);
    try {
      setState((await api.post<{ state: 'left' | 'gone' }>(`${path}/leave`, { token })).state);
    } catch (reason) {
      setError(reason instanceof ApiError ? reason : new ApiError(0, 'unknown', t('registration.offline')));
    } finally {
      setBusy(false);
    }
  };
  if (state) return <p role="status">{t(`registration.${state}`)}</p>;
  return (
    <div class="stack">
      <h2>{t('registration.leave_title')}</h2>
      <p>{t('registration.leave_text')}</p>
      {error && (
        <p role="alert" class="fault">
          {error.message}
        </p>
      )}
      <button type="button" disabled={busy} onClick={() => void leave()}>
        {t('registration.leave')}
      </button>
    </div>
  );
}
