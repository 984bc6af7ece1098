import { Box, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useSearchParams } from 'react-router-dom';
import { Columns, Page, useLabels } from '../../../../kernel/ui/index.ts';
import { CutsPanel } from './CutsPanel.tsx';
import { DoorPanel } from './DoorPanel.tsx';
import { MealsPanel } from './MealsPanel.tsx';
import { PaymentsPanel } from './PaymentsPanel.tsx';
import { RegistrationsPanel } from './RegistrationsPanel.tsx';
import { useReportDays } from './useReport.ts';

/** A chart must not widen its column. */
const COLUMN = { display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0,1fr)' };
const PERIODS = [7, 30, 90];

/** What the office reads at the end of a week or a month. The period is in the URL. */
export default function ReportsPage() {
  const label = useLabels('console.mess.report');
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get('days'));
  const period = PERIODS.includes(asked) ? asked : 30;
  const days = useReportDays(period);
  return (
    <Page
      title={label('title')}
      actions={
        <ToggleButtonGroup
          exclusive
          size="small"
          value={period}
          aria-label={label('period')}
          onChange={(_, next: number | null) => next && setSearch({ days: String(next) }, { replace: true })}
        >
          {PERIODS.map((each) => (
            <ToggleButton key={each} value={each} sx={{ textTransform: 'none', px: 1.5 }}>
              {label('days', { days: each })}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      <Columns of="2fr 1fr" gap={2} sx={{ alignItems: 'start' }}>
        <Box sx={COLUMN}>
          <MealsPanel days={days} />
          <CutsPanel />
        </Box>
        <Box sx={COLUMN}>
          <DoorPanel days={days} />
          <PaymentsPanel />
          <RegistrationsPanel days={days} />
        </Box>
      </Columns>
    </Page>
  );
}
