import { useLocation } from 'react-router-dom';

/**
 * The token of a link from a mail or a person. It is behind `#`, which no browser sends, so it is in no server's log
 * and no referrer. Older links had it in the query.
 */
export function useLinkToken(): string {
  const { hash, search } = useLocation();
  const from = (text: string) => new URLSearchParams(text.slice(1)).get('token');
  return from(hash) ?? from(search) ?? '';
}
