import { Box } from '@mui/material';

type Props = {
  /** of the capacity, up to 100 */
  percent: number;
  /** where the bin counts as low, of the capacity */
  threshold: number;
  low: boolean;
  height: number;
};

/** How full a bin is, with a mark at its threshold. */
export function LevelBar({ percent, threshold, low, height }: Props) {
  return (
    <Box sx={{ position: 'relative', height, borderRadius: 5, bgcolor: 'action.hover' }}>
      <Box
        sx={{
          height: 1,
          borderRadius: 5,
          bgcolor: low ? 'error.main' : 'primary.main',
          width: `${percent}%`,
        }}
      />
      <Box
        sx={{ position: 'absolute', top: -2, bottom: -2, left: `${threshold}%`, width: 2, bgcolor: 'text.secondary' }}
      />
    </Box>
  );
}
