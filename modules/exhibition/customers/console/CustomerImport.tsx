import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { ImportPage } from '../../../../kernel/ui/index.ts';
import { ExhibitionChoice } from '../../exhibitions/console/ExhibitionChoice.tsx';
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
      <ExhibitionChoice exhibitions={exhibitions} value={exhibitionId} onChange={setChosen} fullWidth />
    </ImportPage>
  );
}
