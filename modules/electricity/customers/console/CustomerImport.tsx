import { useTranslate } from 'react-admin';
import { ImportPage } from '../../../../kernel/ui/index.ts';

/** Households and institutions from a list, after a dry run. */
export default function CustomerImport() {
  const translate = useTranslate();
  return (
    <ImportPage
      name="electricity.customers"
      title={translate('console.electricity.import.customers_title')}
      text={translate('console.electricity.import.customers_text')}
      back="/electricity/customers"
    />
  );
}
