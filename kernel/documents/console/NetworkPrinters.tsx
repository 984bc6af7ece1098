import { Alert, MenuItem, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, ErrorNote } from '../../ui/index.ts';
import { setDevicePrinter, useDevicePrinter } from './device.ts';
import type { Printers } from './types.ts';

/** Which of the network's printers stands at this desk, or what is missing until there is one. */
export function NetworkPrinters() {
  const translate = useTranslate();
  const { network = '' } = useDevicePrinter();
  const query = useQuery({
    queryKey: ['documents', 'printers'],
    queryFn: () => api.get<Printers>('/documents/printers'),
  });
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return null;
  const { on, printers } = query.data;
  if (!on) return <Alert severity="warning">{translate('console.printer.network_off')}</Alert>;
  if (printers.length === 0) return <Alert severity="info">{translate('console.printer.no_network')}</Alert>;
  return (
    <TextField
      select
      label={translate('console.printer.network')}
      value={printers.some(({ name }) => name === network) ? network : ''}
      onChange={(event) => setDevicePrinter({ network: event.target.value })}
    >
      {printers.map(({ name, address }) => (
        <MenuItem key={name} value={name}>
          {name} · {address}
        </MenuItem>
      ))}
    </TextField>
  );
}
