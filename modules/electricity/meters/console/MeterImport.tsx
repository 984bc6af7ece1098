import { ImportPage, useLabels } from '../../../../kernel/ui/index.ts';

/** Meters with their holders, balances and keypads from a list, after a dry run. */
export default function MeterImport() {
  const label = useLabels('console.electricity.import');
  const texts = { title: label('title'), text: label('text') };
  return <ImportPage name="electricity.meters" {...texts} back="/electricity/meters" />;
}
