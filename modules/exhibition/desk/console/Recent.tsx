import { Box, List, ListItem, ListItemButton, Typography } from '@mui/material';
import { useCallback, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Code, Panel, useSession } from '../../../../kernel/ui/index.ts';
import type { Customer } from '../../customers/console/types.ts';

type Entry = { id: string; code: string; name: string };
/** As many as fit beside the form without scrolling. */
const KEPT = 6;

/** The customers that this desk served last, while the tab is open: people come back with one more purchase. */
export function useRecent() {
  const { organization } = useSession();
  const key = `counterfoil.desk.${organization.id}`;
  const [entries, setEntries] = useState<Entry[]>(() => JSON.parse(sessionStorage.getItem(key) ?? '[]') as Entry[]);
  const remember = useCallback(
    ({ id, code, name }: Customer) =>
      setEntries((now) => {
        const next = [{ id, code, name }, ...now.filter((entry) => entry.id !== id)].slice(0, KEPT);
        sessionStorage.setItem(key, JSON.stringify(next));
        return next;
      }),
    [key],
  );
  return { entries, remember };
}

export function RecentList({ entries, onChoose }: { entries: Entry[]; onChoose: (code: string) => void }) {
  const translate = useTranslate();
  if (entries.length === 0) return null;
  return (
    <Panel title={translate('console.exhibition.desk.recent')} padded={false}>
      <List dense disablePadding sx={{ pb: 1 }}>
        {entries.map((entry) => (
          <ListItem key={entry.id} disablePadding>
            <ListItemButton onClick={() => onChoose(entry.code)} sx={{ px: 2.5, gap: 1 }}>
              <Typography variant="body2" noWrap sx={{ flex: 1 }}>
                {entry.name}
              </Typography>
              <Box sx={{ color: 'text.secondary' }}>
                <Code value={entry.code} size="0.8rem" />
              </Box>
            </ListItemButton>
          </ListItem>
        ))}
      </List>
    </Panel>
  );
}
