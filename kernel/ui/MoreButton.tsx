import { Button } from '@mui/material';
import { useTranslate } from 'react-admin';

type Props = { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } };

/** Below a list that loads part by part, as long as there is more. */
export function MoreButton({ query }: Props) {
  const translate = useTranslate();
  if (!query.hasNextPage) return null;
  return (
    <Button fullWidth onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
      {translate('console.list.more')}
    </Button>
  );
}
