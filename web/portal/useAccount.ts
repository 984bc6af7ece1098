import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AccountView, PortalAbout } from '../../kernel/portal/contract.ts';
import { ApiError, api, type Camelized, type Recall, type Translate } from '../../kernel/ui/light/index.ts';
import { isIdle, markUsed, watchIdle } from './idle.ts';
import { recallBy } from './kept.ts';
import { forgetLink, pendingLink } from './link.ts';
import { isBadToken, Session } from './session.ts';

export type About = Camelized<PortalAbout>;
export type Account = Camelized<AccountView>;

export type Entered = {
  session: Session;
  recall: Recall;
  about: About | null;
  /** null while nobody is signed in, and until their account is loaded */
  account: Account | null;
  setAccount: (account: Account) => void;
  state: 'loading' | 'out' | 'in' | 'failed';
  error: ApiError | null;
  /** A text above the page: the session was ended, a link could not be added. */
  notice: 'ended' | 'bad_link' | null;
  again: () => void;
};

/** What the screens of whoever is signed in get. */
export type SignedIn = {
  slug: string;
  entered: Entered;
  about: About;
  account: Account;
  t: Translate;
  language: string;
};

/** Whose page this is, and the account of whoever is signed in. Adds the link that a module's page handed over. */
export function useAccount(slug: string): Entered {
  const session = useMemo(() => new Session(slug), [slug]);
  const recall = useMemo(() => recallBy(slug, session.api), [slug, session]);
  const [about, setAbout] = useState<About | null>(null);
  const [account, setAccount] = useState<Account | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [notice, setNotice] = useState<Entered['notice']>(null);
  const [open, setOpen] = useState(session.open);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    session.onChange = (change) => {
      setOpen(change === 'in');
      setNotice(change === 'ended' ? 'ended' : null);
      if (change === 'in') markUsed(slug);
      if (change === 'in') setTries((count) => count + 1);
      else setAccount(null);
    };
  }, [session, slug]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks again
  useEffect(() => {
    setError(null);
    const failed = (reason: unknown) => {
      if (isBadToken(reason)) return;
      setError(reason instanceof ApiError ? reason : new ApiError(0, 'unknown', String(reason)));
    };
    const loadAccount = async () => {
      const link = pendingLink(slug);
      if (link) {
        try {
          await session.api.post('/portal/account/links', { portalToken: link.token });
        } catch (refusal) {
          // The link is refused like a token, and the session goes on.
          if (!isBadToken(refusal) || !session.open) throw refusal;
          setNotice('bad_link');
        }
        forgetLink(slug);
      }
      setAccount((await recall<Account>('/portal/account')).data);
    };
    const load = async () => {
      const shown = about ?? (await recallBy(slug, api)<About>(`/portal/${encodeURIComponent(slug)}/about`)).data;
      setAbout(shown);
      if (session.open && isIdle(slug, shown.idleMinutes)) session.end('ended');
      if (session.open) await loadAccount();
    };
    load().catch(failed);
  }, [session, slug, tries]);
  useEffect(() => {
    if (!about || !account) return undefined;
    markUsed(slug);
    return watchIdle(slug, about.idleMinutes, () => session.end('ended'));
  }, [about, account, session, slug]);

  const state = error ? 'failed' : !about ? 'loading' : !open ? 'out' : account ? 'in' : 'loading';
  return {
    session,
    recall,
    about,
    account,
    setAccount,
    state,
    error,
    notice,
    again: () => setTries((count) => count + 1),
  };
}
