import { useState } from 'react';
import { SelectField, useGet, useLabels } from '../../../../kernel/ui/index.ts';
import { chooseScreen, chosenScreen } from '../../bills/console/customerScreen.ts';

/** Which screen the customer at this desk looks at; nothing where no screen is set up. */
export function CustomerScreen() {
  const label = useLabels('console.exhibition.display');
  const [chosen, setChosen] = useState(chosenScreen);
  const query = useGet<{ id: string; name: string }[]>('/exhibition/displays');
  const screens = query.data ?? [];
  if (screens.length === 0) return null;
  return (
    <SelectField
      label={label('title')}
      value={screens.some(({ id }) => id === chosen) ? chosen : ''}
      onChange={(event) => {
        chooseScreen(event.target.value);
        setChosen(event.target.value);
      }}
      sx={{ minWidth: 180 }}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      choices={screens}
      none={label('none')}
    />
  );
}
