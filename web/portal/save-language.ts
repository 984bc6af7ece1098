import { type Api, ApiError } from '../../kernel/ui/light/index.ts';

/** The language of an account, in which the organization's messages come: the one that was chosen last. */

const keyOf = (account: string) => `counterfoil.portal.language.${account}`;

/** Stores the choice, until the server has it. */
export function chooseLanguage(account: string, api: Api, language: string): void {
  localStorage.setItem(keyOf(account), language);
  void saveLanguage(account, api);
}

let saving = false;

/**
 * Sends a choice that the server doesn't have yet. One after the other, so that an earlier choice never comes last; what
 * does not get through is sent when the page is opened again.
 */
export async function saveLanguage(account: string, api: Api): Promise<void> {
  if (saving) return;
  saving = true;
  const key = keyOf(account);
  try {
    for (let language = localStorage.getItem(key); language !== null; language = localStorage.getItem(key)) {
      await api.patch('/portal/account', { language }).catch(unlessRefused);
      if (localStorage.getItem(key) === language) localStorage.removeItem(key);
    }
  } catch {
    // Kept.
  } finally {
    saving = false;
  }
}

/** A language that the organization no longer has would be refused each time. */
function unlessRefused(reason: unknown): void {
  if (!(reason instanceof ApiError && [400, 422].includes(reason.status))) throw reason;
}
