/** Chromium's offer to put the page on the home screen, which comes once and is kept for the button. */
type InstallPrompt = Event & { prompt(): Promise<unknown> };

let offered: InstallPrompt | null = null;

/** Listens for the offer, and lets the page stand without a network from its next start on. */
export function prepareInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered = event as InstallPrompt;
  });
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  // A newer version has taken over from an older one: all that matters is on the disk, so the page may begin again.
  const replaced = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => {
    if (replaced) window.location.reload();
  });
  serviceWorker.register('/scanner/sw.js', { scope: '/scanner/' }).then(
    // A phone at a door may show this page for months without opening it anew.
    (worker) => setInterval(() => worker.update().catch(() => undefined), 3_600_000),
    () => undefined,
  );
  // Roster and queue are not to be thrown away when the phone's disk is full.
  navigator.storage?.persist?.().catch(() => undefined);
}

/** What shows the browser's own question; null where there is none, or it was asked. */
export function installer(): (() => Promise<void>) | null {
  const prompt = offered;
  if (!prompt) return null;
  return async () => {
    offered = null;
    await prompt.prompt();
  };
}
