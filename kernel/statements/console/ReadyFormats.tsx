import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, SelectField, useLabels } from '../../ui/index.ts';
import type { ReadyFormat } from './types.ts';

/** Banks and operators whose files don't tell by themselves how they are read: chosen by name. */
export function ReadyFormats({ onChoose }: { onChoose: (format: ReadyFormat) => void }) {
  const label = useLabels('console.statements');
  const [chosen, setChosen] = useState('');
  const { data = [] } = useQuery({
    queryKey: ['statements', 'ready-formats'],
    queryFn: () => api.get<ReadyFormat[]>('/statements/ready-formats'),
  });
  const choose = (id: string) => {
    setChosen(id);
    const format = data.find((one) => one.id === id);
    if (format) onChoose(format);
  };
  return (
    <SelectField
      label={label('ready_format')}
      helperText={label('ready_format_text')}
      value={chosen}
      onChange={(event) => choose(event.target.value)}
      sx={{ maxWidth: 400 }}
      none="—"
      choices={data.map((format) => ({ id: format.id, name: format.name }))}
    />
  );
}
