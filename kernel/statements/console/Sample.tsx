import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { StateChip, useFormat, useLabels } from '../../ui/index.ts';
import type { Preview } from './types.ts';

/** The first lines as they were understood. */
export function Sample({ lines }: { lines: Preview['sample'] }) {
  const label = useLabels('console.statements');
  const format = useFormat();
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{label('column.date')}</TableCell>
            <TableCell align="right">{label('column.amount')}</TableCell>
            <TableCell>{label('column.payer')}</TableCell>
            <TableCell>{label('column.text')}</TableCell>
            <TableCell>{label('column.transactionReference')}</TableCell>
            <TableCell />
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map((line) => (
            <TableRow key={line.row}>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{format.day(line.day)}</TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap', fontWeight: 600 }}>
                {format.money(line.amount, line.currency)}
              </TableCell>
              <TableCell>{line.payer}</TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 220 }}>{line.text}</TableCell>
              <TableCell sx={{ fontFamily: 'monospace' }}>{line.transactionReference}</TableCell>
              <TableCell>{line.known && <StateChip tone="neutral" label={label('known_line')} />}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
