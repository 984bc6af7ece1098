import { apiUrl } from '../../kernel/ui/light/index.ts';

/** The page as an app on the phone: the organization's own manifest and icon, and the service worker once the page stands. */
export function installable(slug: string): void {
  const lead = (rel: string, file: string) => {
    const link = document.querySelector<HTMLLinkElement>(`link[rel=${rel}]`);
    if (slug && link) link.href = apiUrl(`/portal/${encodeURIComponent(slug)}/${file}`);
  };
  lead('manifest', 'manifest');
  // iPhones take this one, whatever the manifest says.
  lead('apple-touch-icon', 'icon');
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // On a slow link the page's own requests come first.
  const register = () =>
    navigator.serviceWorker.register('/portal/sw.js', { scope: '/portal/' }).catch(() => undefined);
  window.addEventListener('load', () => window.setTimeout(register, 3000));
}
