/** @jsxImportSource preact */
import { useEffect, useRef } from 'preact/hooks';
import { latinDigits } from '../../../kernel/lib/digits.ts';
import { CODE_LENGTH, CODE_MINUTES } from '../../../kernel/portal/limits-contract.ts';
import type { Translate } from '../../../kernel/ui/light/index.ts';
import { useWait } from './Form.tsx';
import type { SentCode } from './useCode.ts';

type Props = {
  code: SentCode;
  value: string;
  change: (value: string) => void;
  /** Sends the form at the last digit; otherwise there is another field to fill in. */
  alone?: boolean;
  t: Translate;
};

/** Seconds before another code may be asked for: the first one is usually still on its way. */
const PAUSE = 30;

/** The input for a code that was sent. It takes "123 456" from the clipboard and a phone's suggestion from its SMS. */
export function CodeStep({ code, value, change, alone, t }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [wait, setWait] = useWait();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the code has just been sent
  useEffect(() => {
    // A phone shows its keyboard at once.
    input.current?.focus();
    setWait(PAUSE);
  }, []);
  useEffect(() => {
    if (alone && value.length === CODE_LENGTH) input.current?.form?.requestSubmit();
  }, [alone, value]);
  const again = async () => {
    setWait(PAUSE);
    change('');
    await code.sendAgain();
  };
  return (
    <>
      <p class="faint">{t('account.code.sent', { address: code.to, minutes: CODE_MINUTES })}</p>
      <label>
        {t('account.code.label')}
        <input
          class="digits"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          ref={input}
          value={value}
          onInput={(event) => {
            const digits = latinDigits(event.currentTarget.value).replace(/\D/g, '').slice(0, CODE_LENGTH);
            // The input shows what was kept of it, also when that is no change.
            event.currentTarget.value = digits;
            change(digits);
          }}
        />
      </label>
      <p class="faint">
        {t('account.code.nothing')}{' '}
        <button type="button" class="link" disabled={wait > 0} onClick={() => void again()}>
          {wait > 0 ? t('account.code.resend_in', { seconds: wait }) : t('account.code.resend')}
        </button>
      </p>
      {code.sendError && (
        <div class="alert" role="alert">
          {code.sendError}
        </div>
      )}
    </>
  );
}
