/**
 * "A new version is here": every answer of the server contains the name of its build; when it differs from this page's,
 * a bar with a button appears. The page never reloads by itself, since a person may be working.
 */

/** The header of every answer that names the build. */
const BUILD_HEADER = 'x-counterfoil-build';
/** A page left open overnight checks when somebody returns to it, at most this often. */
const LOOK_AGAIN_MS = 10 * 60_000;
/** If a service worker can't be fetched, the button must still work after this time. */
const WORKER_MS = 8_000;

export type NewVersionTexts = { text: string; reload: string; later: string };

let texts: NewVersionTexts | undefined;
let serverBuild: string | null = null;
let putOff: string | null = null;
let looked = Date.now();

/** This page's own build; null in development, which has no build. */
const own = () => document.querySelector('meta[name="build"]')?.getAttribute('content') ?? null;

/** Checks an answer of the server; the API client calls it for each. */
export function noticeBuild(headers: Headers): void {
  looked = Date.now();
  const build = headers.get(BUILD_HEADER);
  if (!build || build === serverBuild) return;
  serverBuild = build;
  show();
}

/** Asks the server for its build, for pages without other requests. */
export function lookForBuild(): void {
  looked = Date.now();
  void fetch('/api/v1/health/live').then(
    ({ headers }) => noticeBuild(headers),
    () => undefined,
  );
}

/** Enables the bar with these texts; called again when the language changes. */
export function offerNewVersions(words: NewVersionTexts): void {
  if (!texts)
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || Date.now() - looked < LOOK_AGAIN_MS) return;
      lookForBuild();
    });
  texts = words;
  show();
}

function show(): void {
  document.getElementById('new-version')?.remove();
  if (!texts || !serverBuild || serverBuild === putOff || own() === null || serverBuild === own()) return;
  const bar = document.createElement('div');
  bar.id = 'new-version';
  bar.setAttribute('role', 'status');
  Object.assign(bar.style, BAR);
  const text = document.createElement('span');
  text.textContent = texts.text;
  text.style.flex = '1 1 9rem';
  const buttons = document.createElement('span');
  Object.assign(buttons.style, { display: 'flex', gap: '0.5rem', marginInlineStart: 'auto' });
  buttons.append(
    button(texts.later, false, () => putOffFor(bar)),
    button(texts.reload, true, reload),
  );
  bar.append(text, buttons);
  document.body.append(bar);
}

function button(label: string, strong: boolean, act: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  Object.assign(made.style, BUTTON, strong ? STRONG : {});
  made.addEventListener('click', () => act(made));
  return made;
}

function putOffFor(bar: HTMLElement): void {
  putOff = serverBuild;
  bar.remove();
}

/** When a service worker caches the page, the new one is fetched first; otherwise the old page would load again. */
async function reload(pressed: HTMLButtonElement): Promise<void> {
  pressed.disabled = true;
  const worker = navigator.serviceWorker?.controller ? await navigator.serviceWorker.getRegistration() : undefined;
  if (worker) {
    const changed = new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
    const late = new Promise((resolve) => setTimeout(resolve, WORKER_MS));
    await worker.update().catch(() => undefined);
    if (worker.installing || worker.waiting) await Promise.race([changed, late]);
  }
  window.location.reload();
}

// Fixed colours, light and dark, because it covers pages of two kinds.
const BAR = {
  position: 'fixed',
  insetInline: '0',
  bottom: '0',
  zIndex: '2000',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '0.5rem',
  padding: '0.6rem max(1rem, env(safe-area-inset-right)) calc(0.6rem + env(safe-area-inset-bottom)) 1rem',
  font: '500 0.95rem/1.4 system-ui, "Noto Sans", "Noto Sans Devanagari", sans-serif',
  color: '#fff',
  background: '#0f5c4d',
  boxShadow: '0 -2px 12px rgb(0 0 0 / 0.25)',
};
const BUTTON = {
  font: 'inherit',
  minHeight: '2.5rem',
  width: 'auto',
  margin: '0',
  padding: '0 0.9rem',
  border: '1px solid rgb(255 255 255 / 0.55)',
  borderRadius: '8px',
  color: '#fff',
  background: 'transparent',
  cursor: 'pointer',
};
const STRONG = { color: '#0f5c4d', background: '#fff', borderColor: '#fff' };
