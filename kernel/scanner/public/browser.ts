import { noticeBuild } from '../../ui/light/index.ts';
import type { Phone } from './phone.ts';

/** This browser's network and clock. `name`: of the scanner's storage, which two windows share. */
export const thisPhone = (name: string): Phone => ({
  fetch: async (...request) => {
    const answer = await fetch(...request);
    noticeBuild(answer.headers);
    return answer;
  },
  now: () => Date.now(),
  maybeOnline: () => navigator.onLine,
  alone: (task) => ('locks' in navigator ? (navigator.locks.request(name, task) as ReturnType<typeof task>) : task()),
});

const LINK = /^#code=([\w-]+)$/;

/** The code in a pasted link, or the pasted code; null: it is neither. */
export function codeIn(pasted: string): string | null {
  return /(?:#code=|^)([\w -]{12,20})$/.exec(pasted.trim())?.[1] ?? null;
}

/** @param address of the scanner's page, such as /scanner */
export const linkOf = (address: string, code: string): string => `${window.location.origin}${address}/#code=${code}`;

/**
 * Whether this is a browser whose icons on the home screen have a storage of their own: an iPhone or iPad that shows the
 * page in the browser (iPads call themselves Macs, which have no touch screen).
 */
export function losesOnHomeScreen(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  const apple = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return apple && !window.matchMedia('(display-mode: standalone)').matches;
}

/** The code of the link that opened the page, taken out of the address bar and its history. */
export function takeLink(): string | null {
  const code = LINK.exec(window.location.hash)?.[1] ?? null;
  if (code) window.history.replaceState(null, '', window.location.pathname);
  return code;
}
