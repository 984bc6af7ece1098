/** Chromium's offer to put the page on the home screen, which comes once and is kept for the button. */
type InstallPrompt = Event & { prompt(): Promise<unknown> };

let offered: InstallPrompt | null = null;

/**
 * Listens for the offer, and registers the service worker, so that the page works without a network from its next
 * start.
 */
export function prepareInstall(address: string): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered = event as InstallPrompt;
  });
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  // A newer version has taken over. Everything that matters is stored, so the page can reload.
  const replaced = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => {
    if (replaced) window.location.reload();
  });
  serviceWorker.register(`${address}/sw.js`, { scope: `${address}/` }).then(
    // A phone at a door may keep this page open for months.
    (worker) => setInterval(() => worker.update().catch(() => undefined), 3_600_000),
    () => undefined,
  );
  // Asks the browser not to delete roster and queue when the phone's disk is full.
  navigator.storage?.persist?.().catch(() => undefined);
}

/** Shows the browser's install question; null where there is none, or it was asked. */
export function installer(): (() => Promise<void>) | null {
  const prompt = offered;
  if (!prompt) return null;
  return async () => {
    offered = null;
    await prompt.prompt();
  };
}
