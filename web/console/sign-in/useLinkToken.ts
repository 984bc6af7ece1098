import { useLocation } from 'react-router-dom';

/**
 * The token of a link that came by mail or was handed over. It stands behind `#`, which no browser sends: so it is in
 * no server's log and in no referrer. Links from before had it in the query.
 */
export function useLinkToken(): string {
  const { hash, search } = useLocation();
  const from = (text: string) => new URLSearchParams(text.slice(1)).get('token');
  return from(hash) ?? from(search) ?? '';
}
