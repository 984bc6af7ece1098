import { Box, Link, Skeleton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  EmptyNote,
  ErrorNote,
  listQuery,
  MoreButton,
  useFormat,
  useLive,
  usePages,
  useSession,
} from '../../ui/index.ts';
import { AccountName } from './AccountName.tsx';
import type { Entry } from './types.ts';

const TOPICS = ['payment'];

type Props = { filter: { account?: string; kind?: string; subjectId?: string; from?: string; to?: string } };

/** Entries of the ledger with their lines, newest first. */
export function Entries({ filter }: Props) {
  const translate = useTranslate();
  const { organization } = useSession();
  const key = ['ledger', 'entries', organization.id, filter];
  const { query, rows: entries } = usePages<Entry>('/ledger/entries', key, { ...listQuery(filter), limit: 30 });
  useLive(TOPICS, () => query.refetch());
  if (query.isPending) return <Skeleton variant="rounded" height={160} sx={{ m: 2 }} />;
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (entries.length === 0)
    return <EmptyNote title={translate('console.ledger.none')} text={translate('console.ledger.none_text')} />;
  return (
    <>
      {entries.map((entry) => (
        <EntryRow key={entry.id} entry={entry} account={filter.account} />
      ))}
      <MoreButton query={query} />
    </>
  );
}

function EntryRow({ entry, account }: { entry: Entry; account?: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const ofPayment = entry.subject?.type === 'payment';
  return (
    <Box
      id={`entry-${entry.id}`}
      sx={{ px: 2.5, py: 1.5, borderTop: 1, borderColor: 'divider', opacity: entry.reversedBy ? 0.65 : 1 }}
    >
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, flexWrap: 'wrap' }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {translate(`console.ledger.kind.${entry.kind.replaceAll('.', '_')}`, { _: entry.kind })}
          {entry.reversedBy && ` · ${translate('console.ledger.reversed')}`}
        </Typography>
        <Typography variant="caption" color="textSecondary">
          {[format.dateTime(entry.at), entry.actor].filter(Boolean).join(' · ')}
        </Typography>
      </Stack>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ overflowWrap: 'anywhere' }}>
        {ofPayment ? (
          <Link component={RouterLink} to={`/payments/${entry.subject?.id}`} color="inherit" underline="always">
            {entry.memo}
          </Link>
        ) : (
          entry.memo
        )}
      </Typography>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr auto auto', columnGap: 2, mt: 0.5 }}>
        {entry.lines.map((line, i) => (
          <Box
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry never changes, so a line's place is its name.
            key={`${line.account}-${i}`}
            sx={{ display: 'contents', fontWeight: line.account === account ? 650 : undefined }}
          >
            <Typography variant="body2" sx={{ fontWeight: 'inherit', pl: line.amountMinor < 0 ? 2 : 0, minWidth: 0 }}>
              <AccountName code={line.account} />
            </Typography>
            <Figure>{line.amountMinor > 0 ? format.money(line.amount, line.currency) : ''}</Figure>
            <Figure>{line.amountMinor < 0 ? format.money(line.amount.replace('-', ''), line.currency) : ''}</Figure>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

/** Debits in one column and credits in the next, as in bookkeeping. */
function Figure({ children }: { children: string }) {
  return (
    <Typography
      variant="body2"
      className="figures"
      sx={{ textAlign: 'right', minWidth: { xs: 72, sm: 96 }, fontWeight: 'inherit' }}
    >
      {children}
    </Typography>
  );
}
