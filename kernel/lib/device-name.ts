// In this order: Edge and Opera call themselves Chrome too, Chrome calls itself Safari, and Android is a Linux.
const BROWSERS: [string, string][] = [
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
];
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'Linux'];

/** 'Chrome · Android' of a user agent; good enough to recognise one's own devices. */
export function deviceName(userAgent: string | null): string {
  const text = userAgent ?? '';
  const browser = BROWSERS.find(([mark]) => text.includes(mark))?.[1];
  const system = SYSTEMS.find((name) => text.includes(name));
  return [browser, system].filter(Boolean).join(' · ') || text || '—';
}
