import { Box, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { type Camelized, Muted, Panel, StateChip, type Tone, useFormat, useGet } from '../../ui/index.ts';
import type { ProviderHealth as Answer } from '../contract.ts';

type Health = Camelized<Answer>;

const LIVE = ['payment.attempt'];

/** How each provider did in the last 24 hours, and what is open with it, by its age. */
export function ProviderHealth() {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.payments.health.${name}`);
  const query = useGet<Health[]>('/payment-attempts/health', {}, { live: LIVE });
  if (!query.data?.length) return null;
  const line = (name: string, value: string | number | null) =>
    value !== null && (
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
        <Muted>{label(name)}</Muted>
        <Typography variant="body2" className="figures">
          {value}
        </Typography>
      </Stack>
    );
  return (
    <Box sx={{ display: 'grid', gap: 2, mb: 2, gridTemplateColumns: 'repeat(auto-fit, minmax(250px, 1fr))' }}>
      {query.data.map((one) => (
        <Panel
          key={one.provider}
          title={one.name}
          actions={<StateChip tone={toneOf(one)} label={label(toneOf(one))} />}
        >
          {line('succeeded', one.asked === 0 ? '—' : `${format.number(one.succeeded)} / ${format.number(one.asked)}`)}
          {line('failed', format.number(one.failed))}
          {line('usual', one.usualSeconds === null ? null : `${format.number(one.usualSeconds)} s`)}
          {line('last', one.lastSuccessAt && format.ago(one.lastSuccessAt))}
          {(['openNew', 'openMinutes', 'openHours', 'openDays'] as const)
            .filter((age) => one[age] > 0)
            .map((age) => (
              <Box key={age}>{line(age, format.number(one[age]))}</Box>
            ))}
        </Panel>
      ))}
    </Box>
  );
}

/** Bad: something is open for an hour, or most fail. Warning: nobody knows what became of something. */
function toneOf({ asked, failed, unknown, openHours, openDays }: Health): Extract<Tone, 'good' | 'warning' | 'bad'> {
  if (openHours + openDays > 0 || (asked >= 4 && failed * 2 > asked)) return 'bad';
  return unknown > 0 ? 'warning' : 'good';
}
