import { Stack } from '@mui/material';
import { EmptyNote, ErrorNote, LoadingBar, Page, useLabels } from '../../ui/index.ts';
import { Explain } from './Explain.tsx';
import { OpenForm } from './OpenForm.tsx';
import { OpenTill } from './OpenTill.tsx';
import { useTill } from './useTill.ts';

/** The person's till: opening it, what moves besides sales, the count, and the reason when it differed. */
export default function Till() {
  const label = useLabels('console.till');
  const { query, refresh } = useTill();
  const till = query.data;
  const currencies = new Set(till?.sessions.map(({ currency }) => currency));
  const free = till?.drawers.filter(({ currency }) => !currencies.has(currency)) ?? [];
  return (
    <Page title={label('title')} subtitle={label('text')} width={760}>
      <LoadingBar on={query.isPending} />
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {till && (
        <Stack sx={{ gap: 2.5 }}>
          {till.unexplained.map((session) => (
            <Explain key={session.id} session={session} onDone={refresh} />
          ))}
          {till.sessions.map((session) => (
            <OpenTill key={session.id} session={session} onChange={refresh} />
          ))}
          {free.length > 0 && till.unexplained.length === 0 && <OpenForm drawers={free} onDone={refresh} />}
          {till.drawers.length === 0 && <EmptyNote title={label('no_drawers')} text={label('no_drawers_text')} />}
        </Stack>
      )}
    </Page>
  );
}
