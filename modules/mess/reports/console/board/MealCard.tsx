import { Box, Card, LinearProgress, Stack, Typography } from '@mui/material';
import { Caption, Muted, StateChip, type Tone, useFormat, useLabels } from '../../../../../kernel/ui/index.ts';
import type { BoardMeal } from './types.ts';

const TONE: Record<BoardMeal['state'], Tone> = { ahead: 'neutral', on: 'good', over: 'neutral', closed: 'bad' };

/** A meal of today: served against expected, and the forecast for the kitchen. */
export function MealCard({ meal, state, expected, forecast, served, refused }: BoardMeal) {
  const label = useLabels('console.mess.board');
  const format = useFormat();
  return (
    <Card
      // In a phone's single column, the current meal comes first.
      sx={{ p: 2.5, ...(state === 'on' && { borderColor: 'success.main', order: { xs: -1, sm: 0 } }) }}
      data-testid={`meal-${meal.code}`}
      data-state={state}
    >
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'flex-start' }}>
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="h3" noWrap>
            {meal.name}
          </Typography>
          <Caption className="figures">
            {meal.starts}–{meal.ends}
          </Caption>
        </Box>
        <StateChip tone={TONE[state]} label={label(`state.${state}`)} />
      </Stack>
      <Stack direction="row" sx={{ alignItems: 'baseline', gap: 1, mt: 1.5 }}>
        <Typography
          className="figures"
          data-testid={`meal-${meal.code}-served`}
          sx={{ fontSize: '2rem', fontWeight: 680, letterSpacing: '-0.02em', lineHeight: 1.1 }}
        >
          {format.number(served)}
        </Typography>
        <Muted>{label('of_expected', { expected: format.number(expected) })}</Muted>
      </Stack>
      <LinearProgress
        variant="determinate"
        value={expected === 0 ? 0 : Math.min(100, (100 * served) / expected)}
        aria-label={meal.name}
        sx={{ mt: 1, height: 8 }}
      />
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, mt: 1 }}>
        <Typography variant="caption" color={refused > 0 ? 'error' : 'textSecondary'}>
          {label('refused', { refused: format.number(refused) })}
        </Typography>
        {forecast !== null && <Caption>{label('cooked_for', { forecast: format.number(forecast) })}</Caption>}
      </Stack>
    </Card>
  );
}
