/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Fault } from '../../customers/portal/Fault.tsx';
import type { MeterProps } from '../../customers/portal/part.ts';
import { useTry } from '../../customers/portal/useTry.ts';
import { kwhToWh } from '../kwh.rule.ts';
import { smaller } from './smaller.ts';

/** A reading of one's own meter: the number on its counter and a photo of it, which staff look at before it counts. */
export default function OwnReading({ api, t, meter, go }: MeterProps) {
  const [counter, setCounter] = useState('');
  const [photo, setPhoto] = useState<File | null>(null);
  const [preview, setPreview] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, error, setError, attempt } = useTry();
  const key = useRef('');
  const uploaded = useRef<{ of: File; id: string } | null>(null);
  useEffect(() => {
    if (!photo) return undefined;
    const url = URL.createObjectURL(photo);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [photo]);
  const at = `/electricity/my/meters/${meter.id}`;
  const send = (event: Event) => {
    event.preventDefault();
    const registerWh = kwhToWh(counter);
    if (registerWh === null) return setError(t('portal.electricity.counter_wanted'));
    if (!photo) return setError(t('portal.electricity.photo_wanted'));
    return attempt(async () => {
      if (uploaded.current?.of !== photo) {
        const form = new FormData();
        form.append('file', await smaller(photo), 'counter.jpg');
        const { id } = await api.post<{ id: string }>(`${at}/photos`, form);
        uploaded.current = { of: photo, id };
      }
      key.current ||= crypto.randomUUID();
      const body = { registerWh, fileId: uploaded.current.id };
      await api.post(`${at}/readings`, body, { idempotencyKey: key.current });
      setSent(true);
    });
  };
  if (sent) {
    return (
      <div class="stack">
        <p role="status">{t('portal.electricity.reading_sent')}</p>
        <div class="actions">
          <button type="button" onClick={() => go('')}>
            {t('portal.electricity.to_meter')}
          </button>
        </div>
      </div>
    );
  }
  const changed = () => {
    key.current = '';
    setError(null);
  };
  return (
    <form class="stack" noValidate onSubmit={send}>
      <p class="faint">{t('portal.electricity.own_reading_help')}</p>
      <label>
        {t('portal.electricity.counter')}
        <input
          name="counter"
          inputMode="decimal"
          autoComplete="off"
          value={counter}
          onInput={(event) => {
            setCounter(event.currentTarget.value);
            changed();
          }}
        />
      </label>
      <label>
        {t('portal.electricity.photo')}
        <input
          type="file"
          name="photo"
          accept="image/*"
          capture="environment"
          onChange={(event) => {
            setPhoto(event.currentTarget.files?.[0] ?? null);
            changed();
          }}
        />
      </label>
      {photo && <img class="preview" src={preview} alt={t('portal.electricity.photo')} />}
      <Fault text={error} />
      <div class="actions">
        <button type="submit" class="main" disabled={busy}>
          {t('portal.electricity.reading_send')}
        </button>
      </div>
    </form>
  );
}
