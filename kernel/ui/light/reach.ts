/**
 * Whether the server answered last. A browser says that it is online also where no server answers; a page that must go on
 * then looks here.
 */
let answered = true;
const watchers = new Set<() => void>();

export function noteAnswered(now: boolean): void {
  if (now === answered) return;
  answered = now;
  for (const watcher of watchers) watcher();
}

export const isUnreached = (): boolean => !navigator.onLine || !answered;

export function watchReach(watcher: () => void): () => void {
  watchers.add(watcher);
  window.addEventListener('online', watcher);
  window.addEventListener('offline', watcher);
  return () => {
    watchers.delete(watcher);
    window.removeEventListener('online', watcher);
    window.removeEventListener('offline', watcher);
  };
}
