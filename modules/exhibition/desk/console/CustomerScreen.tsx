import { MenuItem, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api } from '../../../../kernel/ui/index.ts';
import { chooseScreen, chosenScreen } from '../../bills/console/customerScreen.ts';

/** Which screen the customer at this desk looks at; nothing where no screen is set up. */
export function CustomerScreen() {
  const translate = useTranslate();
  const [chosen, setChosen] = useState(chosenScreen);
  const query = useQuery({
    queryKey: ['exhibition', 'displays'],
    queryFn: () => api.get<{ id: string; name: string }[]>('/exhibition/displays'),
  });
  const screens = query.data ?? [];
  if (screens.length === 0) return null;
  return (
    <TextField
      select
      label={translate('console.exhibition.display.title')}
      value={screens.some(({ id }) => id === chosen) ? chosen : ''}
      onChange={(event) => {
        chooseScreen(event.target.value);
        setChosen(event.target.value);
      }}
      sx={{ minWidth: 180 }}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
    >
      <MenuItem value="">{translate('console.exhibition.display.none')}</MenuItem>
      {screens.map(({ id, name }) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
