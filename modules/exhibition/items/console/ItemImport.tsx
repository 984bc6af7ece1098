import { useState } from 'react';
import { ImportPage } from '../../../../kernel/ui/index.ts';
import { ExhibitionChoice } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { useExhibition } from './useExhibition.ts';
import { useItemWords } from './useItemWords.ts';

/** Items from a CSV or Excel file, into one exhibition. */
export default function ItemImport() {
  const { label } = useItemWords();
  const [chosen, setChosen] = useState('');
  const { exhibitions, exhibitionId } = useExhibition(chosen);
  return (
    <ImportPage
      name="exhibition.items"
      title={label('import_title')}
      text={label('import_text')}
      back="/exhibition/items"
      options={{ exhibition_id: exhibitionId }}
    >
      <ExhibitionChoice exhibitions={exhibitions} value={exhibitionId} onChange={setChosen} fullWidth />
    </ImportPage>
  );
}
