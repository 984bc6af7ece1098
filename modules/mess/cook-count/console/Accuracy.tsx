import {
  Box,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useState } from 'react';
import { Chart, Columns, EmptyNote, Fact, Panel, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { CookCount } from './count.ts';

const LABELS = 'console.mess.cook';
/** Columns that a phone has no room for. */
const WIDE = { display: { xs: 'none', sm: 'table-cell' } };

/** How accurate the counts of the last month were: forecast against came, by meal and by day, with every day. */
export function Accuracy({ data: { meals, error } }: { data: CookCount }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  const [chosen, setChosen] = useState<string | null>(null);
  const counted = meals.filter(({ meal }) => error.days.some(({ mealId }) => mealId === meal.id));
  const id = chosen ?? (counted.find(({ meal }) => meal.code === 'lunch') ?? counted[0])?.meal.id;
  const days = error.days.filter(({ mealId }) => mealId === id);
  const of = error.meals.find(({ mealId }) => mealId === id);
  if (!of)
    return (
      <Panel title={label('accuracy')}>
        <EmptyNote title={label('no_counts')} text={label('no_counts_text')} />
      </Panel>
    );
  const side = of.bias > 0 ? 'too_many' : of.bias < 0 ? 'too_few' : 'no_side';
  return (
    <Panel title={label('accuracy')} padded={false}>
      <Box sx={{ px: 2.5, pb: 2 }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={id}
          onChange={(_, next: string | null) => next && setChosen(next)}
          sx={{ flexWrap: 'wrap', mb: 2 }}
        >
          {counted.map(({ meal }) => (
            <ToggleButton key={meal.id} value={meal.id} sx={{ textTransform: 'none', px: 1.5 }}>
              {meal.name}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {of.days === 0 ? (
          <Typography color="textSecondary">{label('never_scanned')}</Typography>
        ) : (
          <Columns of="repeat(3, 1fr)" from="sm" below="1fr 1fr" gap={2} sx={{ mb: 1 }}>
            <Fact label={label('off_by')}>
              <strong className="figures" data-testid="cook-off-by">
                {label('people_off', {
                  people: format.number(of.meanAbsolute),
                  percent: format.number(of.percent ?? 0),
                })}
              </strong>
            </Fact>
            <Fact label={label('side')}>{label(side, { people: format.number(Math.abs(of.bias)) })}</Fact>
            <Fact label={label('days_counted')}>{format.number(of.days)}</Fact>
          </Columns>
        )}
        {of.days > 1 && <ForecastChart days={[...days].reverse()} />}
      </Box>
      <Box sx={{ maxHeight: 420, overflowY: 'auto', borderTop: 1, borderColor: 'divider' }}>
        <Table size="small" stickyHeader sx={{ '& td, & th': { px: { xs: 1, sm: 1.75 } } }}>
          <TableHead>
            <TableRow>
              <TableCell>{label('day')}</TableCell>
              <TableCell align="right" sx={WIDE}>
                {label('may_eat')}
              </TableCell>
              <TableCell align="right">{label('forecast_short')}</TableCell>
              <TableCell align="right">{label('came')}</TableCell>
              <TableCell align="right">{label('off')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {days.map(({ day, mayEat, count, served }) => (
              <TableRow key={day}>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>{weekday(day, format.locale)}</TableCell>
                <TableCell align="right" sx={WIDE}>
                  {format.number(mayEat)}
                </TableCell>
                <TableCell align="right">{format.number(count)}</TableCell>
                <TableCell align="right">{served === null ? label('not_scanned') : format.number(served)}</TableCell>
                <TableCell align="right" sx={{ fontWeight: 600 }}>
                  {served !== null && signed(count - served, format.locale)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}

/** The forecast for the kitchen and the number who came; a gap where nobody was scanned. */
function ForecastChart({ days }: { days: CookCount['error']['days'] }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  const { primary, secondary } = useTheme().palette;
  return (
    <Chart
      kind="lines"
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={format.number}
      series={[
        { label: label('forecast_long'), of: ({ count }) => count, color: secondary.main },
        { label: label('came'), of: ({ served }) => served, color: primary.main },
      ]}
    />
  );
}

const signed = (value: number, locale: string) =>
  new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }).format(value);
const weekday = (day: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
