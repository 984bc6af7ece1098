/** The link that a module's page handed over: added to the account as soon as somebody is signed in. */
export type PendingLink = { token: string; name: string };

const keyOf = (slug: string) => `counterfoil.portal.link.${slug}`;

/** Keeps the link in this tab, and takes it out of the address, so that nobody copies it from there. */
export function takeLink(slug: string): void {
  const hash = new URLSearchParams(window.location.hash.slice(1));
  const token = hash.get('link');
  if (!token) return;
  sessionStorage.setItem(keyOf(slug), JSON.stringify({ token, name: hash.get('name') ?? '' }));
  window.history.replaceState(null, '', window.location.pathname);
}

export function pendingLink(slug: string): PendingLink | null {
  const kept = sessionStorage.getItem(keyOf(slug));
  return kept ? (JSON.parse(kept) as PendingLink) : null;
}

export const forgetLink = (slug: string): void => sessionStorage.removeItem(keyOf(slug));
