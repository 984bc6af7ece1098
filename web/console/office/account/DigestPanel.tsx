import { FormControlLabel, Switch, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, ErrorNote, Panel, useAction, useSession } from '../../../../kernel/ui/index.ts';

type Digest = { daily: boolean };

/** The person's own choice of a mail each morning. */
export function DigestPanel() {
  const translate = useTranslate();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const query = useQuery({
    queryKey: ['waiting-digest', organization.id],
    queryFn: () => api.get<Digest>('/waiting/digest'),
  });
  const choose = (daily: boolean) =>
    run(
      async () => {
        await api.post('/waiting/digest', { daily });
        await query.refetch();
      },
      { done: 'console.saved' },
    );
  return (
    <Panel title={translate('console.waiting.digest')}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      <Typography variant="body2" color="textSecondary">
        {translate('console.waiting.digest_text')}
      </Typography>
      <FormControlLabel
        sx={{ mt: 1 }}
        control={
          <Switch
            checked={query.data?.daily ?? false}
            disabled={busy || !query.data}
            onChange={(_, on) => void choose(on)}
          />
        }
        label={translate('console.waiting.digest_daily')}
      />
    </Panel>
  );
}
