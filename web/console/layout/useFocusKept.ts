import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Where the focus goes when what had it is gone: the page's own place (`data-focus-home`, e.g. the desk's amount), else its
 * title, from where Tab continues in the page and not in the menu.
 */
function comeHome(): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  const home =
    document.querySelector<HTMLElement>('#content [data-focus-home]:not(:disabled)') ??
    document.querySelector<HTMLElement>('#content h1') ??
    document.querySelector<HTMLElement>('#content');
  home?.focus({ preventScroll: true });
}

/**
 * A dialog gives the focus back to what opened it. When that went with the answer (a voided bill's button), or the page
 * changed, the focus would begin anew at the top of the document.
 */
export function useFocusKept(): void {
  const { pathname } = useLocation();
  useEffect(() => {
    let last: Element | null = null;
    const focused = ({ target }: FocusEvent) => {
      last = target as Element;
    };
    // Whoever clicks beside everything wants no focus.
    const clicked = () => {
      last = null;
    };
    const observer = new MutationObserver(() => {
      if (!last || document.activeElement !== document.body) return;
      if (!last.isConnected) setTimeout(comeHome, 0);
      // A button that waited for an answer could not keep it.
      else if (!last.matches(':disabled')) (last as HTMLElement).focus({ preventScroll: true });
    });
    document.addEventListener('focusin', focused);
    document.addEventListener('pointerdown', clicked, true);
    const attributeFilter = ['disabled'];
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter });
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', focused);
      document.removeEventListener('pointerdown', clicked, true);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another title
  useEffect(() => {
    // The page's own fields come first: they take the focus as they appear.
    const timer = setTimeout(comeHome, 100);
    return () => clearTimeout(timer);
  }, [pathname]);
}
