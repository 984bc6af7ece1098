import { ImportPage, useLabels } from '../../../../kernel/ui/index.ts';

/** Households and institutions from a list, after a dry run. */
export default function CustomerImport() {
  const label = useLabels('console.electricity.import');
  const texts = { title: label('customers_title'), text: label('customers_text') };
  return <ImportPage name="electricity.customers" {...texts} back="/electricity/customers" />;
}
