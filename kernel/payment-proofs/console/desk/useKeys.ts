import { useEffect, useRef } from 'react';

/** The letter of a key: the typed one, or on a keyboard of another script the letter at its position. */
function letterOf(event: KeyboardEvent): string {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  if (/^Key[A-Z]$/.test(event.code) && !/^[\x20-\x7e]$/.test(event.key)) return event.code.slice(3).toLowerCase();
  return event.key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
    ? !(target instanceof HTMLInputElement && target.type === 'checkbox')
    : false;
}

/**
 * One-letter commands of a screen. They are off while the person types, while a dialog is open, and while a key is held
 * down: a held V must not confirm the whole queue.
 */
export function useKeys(commands: Record<string, () => void>): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return;
      const command = latest.current[letterOf(event)];
      if (!command) return;
      event.preventDefault();
      command();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
