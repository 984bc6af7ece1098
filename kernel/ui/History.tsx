import { Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from './format.ts';
import { EmptyNote, ErrorNote } from './Notes.tsx';
import { useSession } from './session.tsx';
import { usePages } from './usePages.ts';

export type AuditEntry = {
  id: string;
  action: string;
  /** In the reader's language, by the server. */
  text: string;
  actor: { type: string; id: string | null; name: string | null };
  subject: { type: string; id: string; name: string | null } | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  note: string | null;
  ip: string | null;
  createdAt: string;
  sealed: boolean;
};

/** The audit entries of one record, newest first: its History tab. */
export function History({ subjectType, subjectId }: { subjectType: string; subjectId: string }) {
  const translate = useTranslate();
  const { organization } = useSession();
  const filter = JSON.stringify({ subject_type: subjectType, subject_id: subjectId });
  const key = ['history', organization.id, subjectType, subjectId];
  const { query, rows: entries } = usePages<AuditEntry>('/audit-entries', key, { filter, limit: 20 });
  if (query.isPending) return <Skeleton variant="rounded" height={160} />;
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (entries.length === 0) return <EmptyNote title={translate('console.audit.empty')} />;
  return (
    <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
      {query.hasNextPage && (
        <Button onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage} sx={{ alignSelf: 'center' }}>
          {translate('console.list.more')}
        </Button>
      )}
    </Stack>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const format = useFormat();
  const translate = useTranslate();
  return (
    <Box
      component="li"
      sx={{
        position: 'relative',
        pl: 3,
        pb: 2.5,
        '&::before': {
          content: '""',
          position: 'absolute',
          left: 4,
          top: 8,
          width: 8,
          height: 8,
          borderRadius: '50%',
          bgcolor: 'primary.main',
        },
        '&:not(:last-of-type)::after': {
          content: '""',
          position: 'absolute',
          left: 7.5,
          top: 20,
          bottom: -4,
          width: '1px',
          bgcolor: 'divider',
        },
      }}
    >
      <Typography variant="body2" sx={{ fontWeight: 550 }}>
        {entry.text}
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div">
        {entry.actor?.name ?? translate(`console.audit.actor.${entry.actor?.type ?? 'system'}`)} ·{' '}
        {format.dateTime(entry.createdAt)}
        {entry.ip ? ` · ${entry.ip}` : ''}
      </Typography>
      <Changes before={entry.before} after={entry.after} />
    </Box>
  );
}

const show = (value: unknown) =>
  value === null || value === undefined || value === ''
    ? '—'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** Before → after, one changed field a line. */
export function Changes({ before, after }: Pick<AuditEntry, 'before' | 'after'>) {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (field) => show(before?.[field]) !== show(after?.[field]),
  );
  if (fields.length === 0) return null;
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        mt: 0.5,
        display: 'grid',
        gridTemplateColumns: 'minmax(80px, max-content) 1fr',
        columnGap: 1.5,
        fontSize: '0.8rem',
      }}
    >
      {fields.map((field) => (
        <Box key={field} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {field}
          </Box>
          <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
            {before && (
              <Box
                component="span"
                sx={{ color: 'text.secondary', textDecoration: after ? 'line-through' : undefined }}
              >
                {show(before[field])}
              </Box>
            )}
            {before && after && ' → '}
            {after && show(after[field])}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
