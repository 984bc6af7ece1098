import { ImportPage, useLabels } from '../../../../kernel/ui/index.ts';

/** Materials from a CSV, after a dry run. */
export default function MaterialImport() {
  const label = useLabels('console.coffee.material');
  const texts = { title: label('import_title'), text: label('import_text') };
  return <ImportPage name="coffee.materials" {...texts} back="/coffee/materials" />;
}
