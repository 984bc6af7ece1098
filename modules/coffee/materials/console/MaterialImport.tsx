import { useTranslate } from 'react-admin';
import { ImportPage } from '../../../../kernel/ui/index.ts';

/** Materials from a CSV, after a dry run. */
export default function MaterialImport() {
  const translate = useTranslate();
  return (
    <ImportPage
      name="coffee.materials"
      title={translate('console.coffee.material.import_title')}
      text={translate('console.coffee.material.import_text')}
      back="/coffee/materials"
    />
  );
}
