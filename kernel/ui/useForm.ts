import { createElement, type FormEvent, type ReactNode, useRef, useState } from 'react';
import { EarlierNote } from './EarlierNote.tsx';
import { Attempt, EarlierSaved, isUnknown } from './light/attempt.ts';
import { ApiError } from './light/index.ts';
import { useLeave } from './unsaved.tsx';

/**
 * A form's values, its request and the server's texts: `bind(name)` gives a text field its value and its fault. `send`
 * gets one Idempotency-Key until it succeeds, also when the values change after a lost answer: when that try was saved
 * after all, the form asks what to do (`attempt.ts`). Leaving it half-edited asks first.
 */
export function useForm<V extends Record<string, string>>(initial: V, send: (values: V, key: string) => Promise<void>) {
  const [values, setValues] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const attempt = useRef(new Attempt());
  // What was sent first without an answer.
  const tried = useRef<V | null>(null);
  // What is there without being typed: the beginning, then whatever a save leaves behind.
  const base = useRef(initial);
  const settled = useRef(false);
  if (settled.current) base.current = values;
  settled.current = false;
  // What is on its way is left freely: a save leads to another page.
  const sending = useRef(false);
  const unsaved = () => !sending.current && Object.keys(values).some((name) => values[name] !== base.current[name]);
  const leave = useLeave(unsaved);
  const set = (name: keyof V, value: string) => setValues((now) => ({ ...now, [name]: value }));
  const run = async (what: V, work: () => Promise<void>) => {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    setError(null);
    try {
      await work();
      tried.current = null;
      settled.current = true;
    } catch (refusal) {
      if (isUnknown(refusal)) tried.current ??= what;
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal)));
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };
  const again = () => run(values, () => attempt.current.send((key) => send(values, key)));
  const earlier = error instanceof EarlierSaved ? error : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // Enter must not answer the question whether it should be saved twice.
    if (!earlier) await again();
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
  let message: ReactNode = error && Object.keys(fields).length === 0 ? error.message : null;
  if (earlier) {
    const first = tried.current;
    const onKeep = first ? () => void run(first, () => send(first, earlier.key)) : undefined;
    message = createElement(EarlierNote, { message: earlier.message, onKeep, onAnother: () => void again() });
  }
  return {
    values,
    setValues,
    set,
    busy,
    submit,
    bind,
    message,
    /** What closes the form, asking first while it is half-edited: for a dialog's cancel and its backdrop. */
    leave: (close: () => void) =>
      leave(() => {
        setValues(base.current);
        close();
      }),
  };
}
