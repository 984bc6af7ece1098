import CheckIcon from '@mui/icons-material/RuleOutlined';
import { Alert, Box, Button, LinearProgress, Link, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { api, Caption, ErrorNote, Muted, Panel, Strong, useFormat, useSession } from '../../ui/index.ts';
import type { Report } from './types.ts';

/** Checks the whole ledger on request and shows the result. */
export function Verification() {
  const translate = useTranslate();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['ledger-verification', organization.id],
    queryFn: () => api.get<Report>('/ledger/verification'),
    enabled: false,
    gcTime: 0,
  });
  return (
    <Panel
      title={translate('console.ledger.verify.title')}
      actions={
        <Button
          size="small"
          variant="outlined"
          startIcon={<CheckIcon />}
          disabled={query.isFetching}
          onClick={() => void query.refetch()}
        >
          {translate('console.ledger.verify.action')}
        </Button>
      }
    >
      <Stack sx={{ gap: 1.5 }} aria-live="polite">
        {!query.data && !query.error && <Muted>{translate('console.ledger.verify.text')}</Muted>}
        {query.isFetching && <LinearProgress aria-label={translate('ra.page.loading')} />}
        {query.error && !query.isFetching && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
        {query.data && !query.isFetching && <Found report={query.data} />}
      </Stack>
    </Panel>
  );
}

function Found({ report }: { report: Report }) {
  const translate = useTranslate();
  const format = useFormat();
  const counted = { entries: format.number(report.entries), lines: format.number(report.lines) };
  if (report.ok) return <Alert severity="success">{translate('console.ledger.verify.good', counted)}</Alert>;
  return (
    <>
      <Alert severity="error">
        {translate('console.ledger.verify.bad', { ...counted, smart_count: report.faultCount })}
      </Alert>
      <Box sx={{ maxHeight: 360, overflowY: 'auto' }}>
        {report.faults.map((fault) => (
          <Box key={`${fault.kind}-${fault.entryId}-${fault.subjectId}-${fault.detail}`} sx={{ py: 0.75 }}>
            <Strong variant="body2">{translate(`console.ledger.fault.${fault.kind}`, { _: fault.kind })}</Strong>
            <Caption component="div" sx={{ overflowWrap: 'anywhere' }}>
              {fault.detail}
            </Caption>
            {fault.subjectId && (
              <Link component={RouterLink} to={`/payments/${fault.subjectId}`} variant="caption">
                {translate('console.payments.one')}
              </Link>
            )}
          </Box>
        ))}
      </Box>
    </>
  );
}
