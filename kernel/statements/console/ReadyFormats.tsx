import { MenuItem, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api } from '../../ui/index.ts';
import type { ReadyFormat } from './types.ts';

/** Banks and operators whose files don't tell by themselves how they are read: chosen by name. */
export function ReadyFormats({ onChoose }: { onChoose: (format: ReadyFormat) => void }) {
  const translate = useTranslate();
  const label = (key: string) => translate(`console.statements.${key}`);
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
    <TextField
      select
      label={label('ready_format')}
      helperText={label('ready_format_text')}
      value={chosen}
      onChange={(event) => choose(event.target.value)}
      sx={{ maxWidth: 400 }}
    >
      <MenuItem value="">—</MenuItem>
      {data.map((format) => (
        <MenuItem key={format.id} value={format.id}>
          {format.name}
        </MenuItem>
      ))}
    </TextField>
  );
}
