import { Box, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Caption, dotted, Figures, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { LevelBar } from '../../machines/console/LevelBar.tsx';
import type { Bin } from '../../machines/console/machine.ts';
import { lastsText } from './lasts.ts';
import { useStock } from './useStock.ts';

/** The bins of a machine: how full each is, and where its threshold lies. */
export function BinBars({ machineId, bins }: { machineId: string; bins: Bin[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const stock = useStock(machineId);
  const label = useLabels('console.coffee.machine');
  if (bins.length === 0) return <Typography color="textSecondary">{label('no_bins')}</Typography>;
  return (
    <Stack sx={{ gap: 2 }}>
      {bins.map(({ position, material, level, capacity, threshold, low }) => {
        const unit = material ? translate(`console.coffee.material.units.${material.unit}`) : '';
        const name = material?.name ?? label('bin', { position });
        const known = stock.get(position);
        const notes = dotted([
          known && lastsText(known, translate, format.number),
          known &&
            known.sold !== null &&
            label('used', { used: format.number(known.used), sold: format.number(known.sold), unit }),
        ]);
        const values = { level: format.number(level ?? 0), capacity: format.number(capacity), unit };
        return (
          <Box key={position}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography variant="body2" noWrap>
                {position}. {name}
              </Typography>
              <Figures variant="body2" color={low ? 'error' : 'textPrimary'} noWrap>
                {level === null ? label('no_level') : label('level', values)}
              </Figures>
            </Stack>
            <Box sx={{ mt: 0.5 }}>
              <LevelBar
                percent={(100 * (level ?? 0)) / capacity}
                threshold={(100 * threshold) / capacity}
                low={low}
                height={10}
              />
            </Box>
            {notes && <Caption className="figures">{notes}</Caption>}
          </Box>
        );
      })}
    </Stack>
  );
}
