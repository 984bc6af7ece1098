import { useEffect, useState } from 'preact/hooks';

/** The part of the address below `base`, e.g. `exhibition/cards`, and a function that goes to another. */
export function useRoute(base: string): [string, (path: string) => void] {
  const [path, setPath] = useState(() => pathBelow(base));
  useEffect(() => {
    const back = () => setPath(pathBelow(base));
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, [base]);
  const go = (next: string) => {
    if (next === path) return;
    window.history.pushState(null, '', next ? `${base}/${next}` : base);
    setPath(next);
    window.scrollTo(0, 0);
  };
  return [path, go];
}

const pathBelow = (base: string) => window.location.pathname.slice(base.length).replace(/^\/|\/$/g, '');
