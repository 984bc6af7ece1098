import { useState } from 'preact/hooks';
import { ApiError, api, type Translate } from '../../../kernel/ui/light/index.ts';
import { addressOf, useCode } from '../form/useCode.ts';
import type { Tokens } from '../session.ts';

/** `reset`: a code and a new password; `new`: the address has no account yet. */
export type Step = 'address' | 'password' | 'code' | 'reset' | 'new';

export type SignInState = ReturnType<typeof useSignIn>;

/** What was typed so far, in which step, and the requests. */
export function useSignIn(slug: string, language: string, t: Translate, enter: (tokens: Tokens) => void) {
  const [step, setStep] = useState<Step>('address');
  const [address, setAddress] = useState('');
  const [digits, setDigits] = useState('');
  const [password, setPassword] = useState('');
  const code = useCode(slug, language, t);

  const signIn = async (proof: object) => {
    const body = { ...addressOf(address), language, ...proof };
    enter(await api.post<Tokens>(`/portal/${encodeURIComponent(slug)}/sign-in`, body));
  };
  return {
    step,
    setStep,
    address,
    setAddress,
    digits,
    setDigits,
    password,
    setPassword,
    code,
    /** Sends a code to the address and goes to the step that asks for it. */
    async send(next: 'code' | 'reset') {
      await code.send(addressOf(address));
      setDigits('');
      setPassword('');
      setStep(next);
    },
    byPassword: () => signIn({ password }),
    async byCode(more: { name?: string; newPassword?: string } = {}) {
      try {
        await signIn({ code: digits, ...more });
      } catch (refusal) {
        // The code stays valid, and is sent again with the name.
        const nameless = refusal instanceof ApiError && refusal.code === 'portal.name_wanted';
        if (!nameless || step === 'new') throw refusal;
        setStep('new');
      }
    },
  };
}
