/** The browser's side of notifications: https://www.w3.org/TR/push-api/ */

/** Why this browser can't be notified at all, as the end of a text's key; null when it can. */
export function cannotBeNotified(): 'insecure' | 'unable' | null {
  if (!window.isSecureContext) return 'insecure';
  const able = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  return able ? null : 'unable';
}

type Subscription = { endpoint: string; p256dh: string; auth: string };

/** Asks for permission and for an address at the browser's push service; a text says why there is none. */
export async function subscribe(key: string): Promise<Subscription | 'refused' | 'failed'> {
  if ((await Notification.requestPermission()) !== 'granted') return 'refused';
  try {
    await navigator.serviceWorker.register('/console/sw.js', { scope: '/console/' });
    const { pushManager } = await navigator.serviceWorker.ready;
    const asked = { userVisibleOnly: true, applicationServerKey: key };
    // One that was made for another key, such as that of an earlier server, is in the way.
    const made = await pushManager.subscribe(asked).catch(async () => {
      await (await pushManager.getSubscription())?.unsubscribe();
      return pushManager.subscribe(asked);
    });
    const { endpoint, keys } = made.toJSON();
    return endpoint && keys?.p256dh && keys.auth ? { endpoint, p256dh: keys.p256dh, auth: keys.auth } : 'failed';
  } catch {
    return 'failed';
  }
}
