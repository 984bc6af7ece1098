import { Alert } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { api, ErrorNote, SelectField, useLabels } from '../../ui/index.ts';
import { setDevicePrinter, useDevicePrinter } from './device.ts';
import type { Printers } from './types.ts';

/** Which of the network's printers stands at this desk, or what is missing until there is one. */
export function NetworkPrinters() {
  const label = useLabels('console.printer');
  const { network = '' } = useDevicePrinter();
  const query = useQuery({
    queryKey: ['documents', 'printers'],
    queryFn: () => api.get<Printers>('/documents/printers'),
  });
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return null;
  const { on, printers } = query.data;
  if (!on) return <Alert severity="warning">{label('network_off')}</Alert>;
  if (printers.length === 0) return <Alert severity="info">{label('no_network')}</Alert>;
  return (
    <SelectField
      label={label('network')}
      value={printers.some(({ name }) => name === network) ? network : ''}
      onChange={(event) => setDevicePrinter({ network: event.target.value })}
      choices={printers.map(({ name, address }) => ({ id: name, name: `${name} · ${address}` }))}
    />
  );
}
