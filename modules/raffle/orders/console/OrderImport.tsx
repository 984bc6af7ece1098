import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { ImportPage, SelectField } from '../../../../kernel/ui/index.ts';
import { useRaffleChoices } from '../../raffles/console/useRaffles.ts';

/** The orders of a paper book, into one raffle. */
export default function OrderImport() {
  const translate = useTranslate();
  const raffles = useRaffleChoices();
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
      <SelectField
        label={translate('console.raffle.raffle.one')}
        value={raffleId}
        onChange={(event) => setChosen(event.target.value)}
        fullWidth
        choices={raffles}
      />
    </ImportPage>
  );
}
