import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { ImportReport } from './import-report.ts';

/** Every faulty cell: its row, column and value, and the fault. */
export function FaultTable({ report }: { report: Pick<ImportReport, 'faults'> }) {
  const translate = useTranslate();
  return (
    <Box sx={{ overflowX: 'auto', maxHeight: 480 }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell align="right">{translate('console.import.row')}</TableCell>
            <TableCell>{translate('console.import.column')}</TableCell>
            <TableCell>{translate('console.import.value')}</TableCell>
            <TableCell>{translate('console.import.fault')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {report.faults.map((fault) => (
            <TableRow key={`${fault.row}-${fault.column}-${fault.code}`}>
              <TableCell align="right">{fault.row}</TableCell>
              <TableCell>{fault.title ?? fault.column}</TableCell>
              <TableCell sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>{fault.value}</TableCell>
              <TableCell>{fault.message}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
