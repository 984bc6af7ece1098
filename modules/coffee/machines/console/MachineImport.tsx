import { ImportPage, useLabels } from '../../../../kernel/ui/index.ts';

/** Machines with their locations and bins from a list, after a dry run. */
export default function MachineImport() {
  const label = useLabels('console.coffee.machine');
  const texts = { title: label('import_title'), text: label('import_text') };
  return <ImportPage name="coffee.machines" {...texts} back="/coffee/machines" />;
}
