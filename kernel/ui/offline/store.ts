import { forgetLarge } from './large.ts';

/** What kept pages show, in this browser's storage until somebody signs out. */
const PREFIX = 'counterfoil.kept.';

/** Undefined when there is none, or the browser stores nothing. */
export function keptValue<T>(name: string): T | undefined {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** A browser without room keeps nothing; the page then needs a network. */
export function keepValue(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    forgetKept();
  }
}

export function forgetKept(): void {
  void forgetLarge();
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Storage is forbidden: nothing was kept.
  }
}
