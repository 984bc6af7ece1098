import { useCallback } from 'react';
import { useTranslate } from 'react-admin';

/** The texts of one part of the console: `label('name')` is the text `<part>.name`. */
export function useLabels(part: string): (name: string, values?: Record<string, unknown>) => string {
  const translate = useTranslate();
  return useCallback((name, values) => translate(`${part}.${name}`, values), [translate, part]);
}
