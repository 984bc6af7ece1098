import { type FormEvent, useRef, useState } from 'react';
import { ApiError } from './light/index.ts';

/**
 * A form's values, its request and the server's sentences: `bind(name)` gives a text field its value and its fault.
 * `send` gets one Idempotency-Key until it succeeds or the values change.
 */
export function useForm<V extends Record<string, string>>(initial: V, send: (values: V, key: string) => Promise<void>) {
  const [values, setValues] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const key = useRef(crypto.randomUUID());
  const set = (name: keyof V, value: string) => {
    key.current = crypto.randomUUID();
    setValues((now) => ({ ...now, [name]: value }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await send(values, key.current);
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal)));
    } finally {
      setBusy(false);
    }
  };
  const fields = error?.fields ?? {};
  const bind = (name: keyof V & string) => ({
    name,
    value: values[name],
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
    error: Boolean(fields[name]),
    helperText: fields[name],
    fullWidth: true,
  });
  return {
    values,
    setValues,
    set,
    busy,
    submit,
    bind,
    message: error && Object.keys(fields).length === 0 ? error.message : null,
  };
}
