import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { ImportPage } from '../../../../kernel/ui/index.ts';
import { useRaffles } from '../../raffles/console/useRaffles.ts';

/** The orders of a paper book, into one raffle. */
export default function OrderImport() {
  const translate = useTranslate();
  const raffles = useRaffles();
  const [chosen, setChosen] = useState('');
  const raffleId = chosen || raffles[0]?.id || '';
  return (
    <ImportPage
      name="raffle.orders"
      title={translate('console.raffle.order.import_title')}
      text={translate('console.raffle.order.import_text')}
      back="/raffle/orders"
      options={{ raffle_id: raffleId }}
    >
      <TextField
        select
        label={translate('console.raffle.raffle.one')}
        value={raffleId}
        onChange={(event) => setChosen(event.target.value)}
        fullWidth
      >
        {raffles.map((one) => (
          <MenuItem key={one.id} value={one.id}>
            {one.title}
          </MenuItem>
        ))}
      </TextField>
    </ImportPage>
  );
}
