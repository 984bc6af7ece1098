import { FormControlLabel, Switch } from '@mui/material';
import { api, ErrorNote, Muted, Panel, useAction, useGet, useLabels } from '../../../../kernel/ui/index.ts';

type Digest = { daily: boolean };

/** The person's own choice of a mail each morning. */
export function DigestPanel() {
  const label = useLabels('console.waiting');
  const { busy, run } = useAction();
  const query = useGet<Digest>('/waiting/digest');
  const choose = (daily: boolean) =>
    run(
      async () => {
        await api.post('/waiting/digest', { daily });
        await query.refetch();
      },
      { done: 'console.saved' },
    );
  return (
    <Panel title={label('digest')}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      <Muted>{label('digest_text')}</Muted>
      <FormControlLabel
        sx={{ mt: 1 }}
        control={
          <Switch
            checked={query.data?.daily ?? false}
            disabled={busy || !query.data}
            onChange={(_, on) => void choose(on)}
          />
        }
        label={label('digest_daily')}
      />
    </Panel>
  );
}
