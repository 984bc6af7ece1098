/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, type Translate } from '../../../kernel/ui/light/index.ts';

type Props = {
  t: Translate;
  /** on the button that sends */
  label: string;
  work: () => Promise<unknown>;
  /** The sentence for a refusal, where the server's own is not exact enough. */
  explain?: ((refusal: ApiError) => string | undefined) | undefined;
  /** buttons beside the one that sends */
  others?: ComponentChildren;
  /** how the button looks when it is not the page's main purpose */
  look?: 'second' | 'quiet';
  children?: ComponentChildren;
};

/** A form: sends once, shows why it was refused, and counts down how long to wait after too many attempts. */
export function Form({ t, label, work, explain, others, look, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [wait, setWait] = useWait();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || wait > 0) return;
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      if (reason.status === 429 && reason.retryAfter) setWait(reason.retryAfter);
      else setError(explain?.(reason) ?? (Object.values(reason.fields).join(' ') || reason.message));
    } finally {
      setBusy(false);
    }
  };
  const shown = wait > 0 ? t('account.wait', { time: minutes(wait) }) : error;
  return (
    <form class="stack" onSubmit={submit} noValidate>
      {children}
      {shown && (
        <div class="alert" role="alert">
          {shown}
        </div>
      )}
      <div class="actions">
        <button type="submit" class={look} disabled={busy || wait > 0}>
          {label}
        </button>
        {others}
      </div>
    </form>
  );
}

/** Seconds that are left of a wait, and a function to begin one. */
export function useWait(): [number, (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [, tick] = useState(0);
  const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, [left]);
  return [left, (seconds) => setUntil(Date.now() + seconds * 1000)];
}

/** 75 → '1:15' */
const minutes = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
