import { createElement, type FormEvent, type InputHTMLAttributes, type ReactNode, useRef, useState } from 'react';
import { EarlierNote } from './EarlierNote.tsx';
import { Attempt, EarlierSaved, isUnknown } from './light/attempt.ts';
import { ApiError } from './light/index.ts';
import { useLeave } from './unsaved.tsx';
import { useLabels } from './useLabels.ts';

/** A field besides its value: the key of its help among the form's texts, and attributes of the input. */
type Field = { help?: string | undefined } & InputHTMLAttributes<HTMLInputElement>;

/**
 * A form's values, its request and its errors: `bind(name)` gives a text field its value and error, and its label among
 * the texts of `labels`; `day(name)` does so for a day, `toggle(name)` for a `SwitchField`, whose value is 'true' or not.
 * `send` keeps one Idempotency-Key until it succeeds, also when the values change after a lost answer; when the lost
 * attempt was saved after all, the form asks what to do (`attempt.ts`). Leaving an edited form asks first.
 * @param labels where the texts of its fields are, e.g. `console.mess.student`
 */
export function useForm<V extends Record<string, string>>(
  initial: V,
  send: (values: V, key: string) => Promise<void>,
  labels?: string,
) {
  const label = useLabels(labels ?? '');
  const [values, setValues] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const attempt = useRef(new Attempt());
  // The values of the first attempt without an answer.
  const tried = useRef<V | null>(null);
  // The values without input: the initial ones, then those after a save.
  const base = useRef(initial);
  const settled = useRef(false);
  if (settled.current) base.current = values;
  settled.current = false;
  // A form that is being sent can be left freely: a save opens another page.
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
    // Enter must not answer the question whether to save twice.
    if (!earlier) await again();
  };
  const fields = error?.fields ?? {};
  const bind = (name: keyof V & string, { help, ...input }: Field = {}) => ({
    name,
    value: values[name],
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
    error: Boolean(fields[name]),
    helperText: fields[name] ?? (help && label(help)),
    fullWidth: true,
    ...(labels && { label: label(name) }),
    ...(Object.keys(input).length > 0 && { slotProps: { htmlInput: input } }),
  });
  const day = (name: keyof V & string, { help, ...input }: Field = {}) => ({
    ...bind(name, { help }),
    type: 'date',
    slotProps: { htmlInput: input, inputLabel: { shrink: true } },
  });
  const toggle = (name: keyof V & string, help?: string) => ({
    name,
    label: label(name),
    help: help && label(help),
    checked: values[name] === 'true',
    onChange: (on: boolean) => set(name, String(on)),
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
    day,
    toggle,
    message,
    /** Closes the form, with a question while it is edited: for a dialog's cancel button and backdrop. */
    leave: (close: () => void) =>
      leave(() => {
        setValues(base.current);
        close();
      }),
  };
}
