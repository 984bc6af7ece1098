/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type Translate } from '../../kernel/ui/light/index.ts';

/** A form's request: busy state, the message of a refusal, and the messages beside the fields. */
export function useSubmit(send: () => Promise<void>, onRefused?: (error: ApiError) => boolean) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await send();
    } catch (refusal) {
      const known = refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal));
      if (!onRefused?.(known)) setError(known);
    } finally {
      setBusy(false);
    }
  };
  const fields: Record<string, string | undefined> = error?.fields ?? {};
  return { busy, submit, fields, message: error && Object.keys(fields).length === 0 ? error.message : null };
}

type FormProps = {
  form: ReturnType<typeof useSubmit>;
  action: string;
  /** beside another form, which most people use */
  quiet?: boolean;
  children: ComponentChildren;
};

/** The message of a refusal, the fields, one button. */
export function Form({ form, action, quiet, children }: FormProps) {
  return (
    <form class="stack" onSubmit={(event) => void form.submit(event)}>
      {form.message && (
        <div class="alert" role="alert">
          {form.message}
        </div>
      )}
      {children}
      <button type="submit" class={quiet ? 'quiet' : undefined} disabled={form.busy}>
        {action}
      </button>
    </form>
  );
}

type FieldProps = {
  label: string;
  name: string;
  value: string;
  change: (value: string) => void;
  type?: 'text' | 'email' | 'password';
  /** what the browser and the password manager may fill in */
  complete: string;
  error?: string | undefined;
  help?: string | undefined;
  focus?: boolean;
  /** not filled in is refused by the server, with a sentence */
  optional?: boolean;
  digits?: boolean;
  t: Translate;
};

/** A field with its message. A password can be shown, by a button beside its label. */
export function Field(props: FieldProps) {
  const { label, name, value, change, type = 'text', complete, error, help, focus, optional, digits, t } = props;
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where somebody begins to type
  useEffect(() => {
    if (focus) input.current?.focus();
  }, []);
  const id = `field-${name}`;
  return (
    <div class="stack" style={{ gap: '0.3rem' }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }}>
        <label for={id}>{label}</label>
        {type === 'password' && (
          <button type="button" class="quiet" aria-controls={id} onClick={() => setShown(!shown)}>
            {t(shown ? 'sign_in.hide' : 'sign_in.show')}
          </button>
        )}
      </div>
      <input
        id={id}
        ref={input}
        name={name}
        type={(type === 'password' && shown ? 'text' : type) as 'text'}
        value={value}
        class={digits ? 'digits' : undefined}
        inputMode={digits ? 'numeric' : undefined}
        required={!optional}
        autoComplete={complete as 'name'}
        autoCapitalize={name === 'name' ? 'words' : 'none'}
        spellcheck={false}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || help ? `${id}-help` : undefined}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {(error || help) && (
        <span id={`${id}-help`} class={error ? 'fault' : 'faint'}>
          {error ?? help}
        </span>
      )}
    </div>
  );
}

/** Six digits of an authenticator app, or a backup code with letters. Spaces are only for reading. */
export function CodeField({ value, change, error, t }: Pick<FieldProps, 'value' | 'change' | 'error' | 't'>) {
  return (
    <Field
      label={t('sign_in.code')}
      name="code"
      value={value}
      change={(text) => change(text.replace(/\s/g, ''))}
      complete="one-time-code"
      error={error}
      focus
      digits
      optional
      t={t}
    />
  );
}

/**
 * The token of a link from a mail or a person. It is behind `#`, which no browser sends, so it is in no server's log and no
 * referrer. Older links had it in the query.
 */
export function linkToken(): string {
  const from = (text: string) => new URLSearchParams(text.slice(1)).get('token');
  return from(window.location.hash) ?? from(window.location.search) ?? '';
}
