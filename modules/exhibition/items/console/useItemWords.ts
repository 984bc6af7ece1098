import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import type { Item } from './types.ts';

/** How an item is written on screens. */
export function useItemWords() {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.exhibition.item.${name}`);
  return {
    label,
    /** "₹75.00", "₹1,250.00 / kg" */
    price: ({ price, currency, unit }: Pick<Item, 'price' | 'currency' | 'unit'>) =>
      unit === 'kg' ? `${format.money(price, currency)} / kg` : format.money(price, currency),
    /** What is left, with its unit; '' when nobody counts it. */
    stock: ({ stockMilli, unit }: Pick<Item, 'stockMilli' | 'unit'>) =>
      stockMilli === null ? '' : `${format.number(stockMilli / 1000)}${unit === 'kg' ? ' kg' : ''}`,
  };
}
