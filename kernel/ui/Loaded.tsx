import { Skeleton } from '@mui/material';
import type { ReactNode } from 'react';
import { ErrorNote } from './Notes.tsx';

type Props<T> = {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  /** of the grey block that stands for it, in pixels */
  height?: number;
  children: (data: T) => ReactNode;
};

/**
 * What a request answers, once it is there: a grey block before, and the server's message with a button to try again
 * when it fails. What was there before a failure stays.
 */
export function Loaded<T>({ query, height = 280, children }: Props<T>) {
  return (
    <>
      {query.error != null && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={height} />}
      {query.data !== undefined && children(query.data)}
    </>
  );
}
