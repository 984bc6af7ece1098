import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { ImportPage } from '../../../../kernel/ui/index.ts';
import { useExhibitions } from '../../exhibitions/console/useExhibitions.ts';

/** Customers from a CSV, into one exhibition. */
export default function CustomerImport() {
  const translate = useTranslate();
  const exhibitions = useExhibitions();
  const [chosen, setChosen] = useState('');
  const exhibitionId = chosen || exhibitions[0]?.id || '';
  return (
    <ImportPage
      name="exhibition.customers"
      title={translate('console.exhibition.customer.import_title')}
      text={translate('console.exhibition.customer.import_text')}
      back="/exhibition/customers"
      options={{ exhibition_id: exhibitionId }}
    >
      <TextField
        select
        label={translate('console.exhibition.exhibition.one')}
        value={exhibitionId}
        onChange={(event) => setChosen(event.target.value)}
        fullWidth
      >
        {exhibitions.map((one) => (
          <MenuItem key={one.id} value={one.id}>
            {one.name}
          </MenuItem>
        ))}
      </TextField>
    </ImportPage>
  );
}
