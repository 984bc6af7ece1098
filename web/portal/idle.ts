/** Ends a session that nobody used for the organization's time, also one that was left open on the screen. */

const keyOf = (slug: string) => `counterfoil.portal.used.${slug}`;
const LOOK_MS = 15_000;

/** Whether the page was last used so long ago; true also before anything is asked, without a network. */
export function isIdle(slug: string, minutes: number): boolean {
  const used = Number(localStorage.getItem(keyOf(slug)));
  return used > 0 && Date.now() - used > minutes * 60_000;
}

export const markUsed = (slug: string): void => localStorage.setItem(keyOf(slug), String(Date.now()));

/** Calls `end` once the page was not touched for so long; returns a function that stops watching. */
export function watchIdle(slug: string, minutes: number, end: () => void): () => void {
  let noted = 0;
  const used = () => {
    // Not for each key: once in ten seconds is exact enough.
    if (Date.now() - noted < 10_000 || isIdle(slug, minutes)) return;
    noted = Date.now();
    markUsed(slug);
  };
  const look = () => {
    if (isIdle(slug, minutes)) end();
  };
  const events = ['pointerdown', 'keydown', 'scroll'] as const;
  for (const event of events) window.addEventListener(event, used, { passive: true });
  document.addEventListener('visibilitychange', look);
  const timer = window.setInterval(look, LOOK_MS);
  return () => {
    for (const event of events) window.removeEventListener(event, used);
    document.removeEventListener('visibilitychange', look);
    window.clearInterval(timer);
  };
}
