import { useRef, useState } from 'preact/hooks';
import { CODE_MINUTES, MAX_FAILURES } from '../../../kernel/portal/limits-contract.ts';
import { ApiError, api, type Translate } from '../../../kernel/ui/light/index.ts';

/** One of the two, as the API takes it. */
export type Address = { email?: string; phone?: string };

/** What somebody typed into the one field for both: a phone has digits and no @. */
export const addressOf = (text: string): Address =>
  /^[^@]*\p{Nd}[^@]*$/u.test(text) ? { phone: text.trim() } : { email: text.trim() };

export type SentCode = {
  /** the address it was sent to, as it was typed; '' before one was sent */
  to: string;
  send: (to: Address) => Promise<void>;
  sendAgain: () => Promise<void>;
  sendError: string | null;
  /** What is wrong with the code that was refused. */
  explain: (refusal: ApiError) => string | undefined;
};

/** A code for an address: sends it, and tells afterwards whether it was mistyped, is too old, or was tried too often. */
export function useCode(slug: string, language: string, t: Translate): SentCode {
  const [to, setTo] = useState<Address>({});
  const [sendError, setSendError] = useState<string | null>(null);
  const last = useRef({ at: 0, failures: 0 });
  const send = async (address: Address) => {
    await api.post(`/portal/${encodeURIComponent(slug)}/codes`, { ...address, language });
    last.current = { at: Date.now(), failures: 0 };
    setTo(address);
  };
  return {
    to: to.email ?? to.phone ?? '',
    send,
    sendError,
    async sendAgain() {
      setSendError(null);
      await send(to).catch((reason: unknown) =>
        setSendError(reason instanceof ApiError ? reason.message : String(reason)),
      );
    },
    explain({ code }) {
      if (code !== 'portal.wrong_credentials') return undefined;
      last.current.failures += 1;
      if (Date.now() - last.current.at > CODE_MINUTES * 60_000) return t('account.code.expired');
      return last.current.failures >= MAX_FAILURES ? t('account.code.spent') : t('account.code.wrong');
    },
  };
}
