import { useQuery } from '@tanstack/react-query';
import { api, useSession } from '../../ui/index.ts';

export type Backup = {
  id: string;
  state: 'running' | 'done' | 'failed';
  place: string;
  name: string;
  startedAt: string;
  percent: number;
  sizeBytes: number | null;
  rows: number | null;
  files: number | null;
  missing: number | null;
  error: string | null;
};
export type Backups = {
  warning: 'off' | 'none' | 'old' | 'gone' | 'damaged' | 'unmounted' | 'unreachable' | 'elsewhere' | null;
  lastGoodAt: string | null;
  seen: { state: string; otherDisk: boolean | null } | null;
  backups: Backup[];
};

/** The backups of this installation, which the first organization keeps. */
export function useBackups(everyMs: number) {
  const { organization } = useSession();
  return useQuery({
    queryKey: ['backups', organization.id],
    queryFn: () => api.get<Backups>('/backups'),
    // Somebody who waits for one sees it move.
    refetchInterval: (known) => (known.state.data?.backups[0]?.state === 'running' ? 1500 : everyMs),
  });
}
