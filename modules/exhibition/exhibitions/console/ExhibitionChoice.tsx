import type { TextFieldProps } from '@mui/material';
import { type Filter, SelectField, useLabels } from '../../../../kernel/ui/index.ts';
import { useExhibitions } from './useExhibitions.ts';

type Props = {
  exhibitions: readonly { id: string; name: string }[];
  value: string;
  onChange: (id: string) => void;
  /** none of them, an empty value, may be chosen too */
  none?: boolean;
} & Pick<TextFieldProps, 'fullWidth' | 'sx'>;

/** One of the exhibitions. */
export function ExhibitionChoice({ exhibitions, onChange, none = false, ...field }: Props) {
  const label = useLabels('console.exhibition.exhibition');
  return (
    <SelectField
      label={label('one')}
      onChange={(event) => onChange(event.target.value)}
      choices={exhibitions}
      none={none ? '—' : undefined}
      {...field}
    />
  );
}

/** A list's filter by exhibition. */
export function useExhibitionFilter(): Filter {
  const label = useLabels('console.exhibition.exhibition');
  return { kind: 'choice', source: 'exhibitionId', label: label('one'), choices: useExhibitions() };
}
