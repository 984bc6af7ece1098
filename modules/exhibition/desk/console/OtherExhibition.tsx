import { Alert, AlertTitle, Button } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Customer } from '../../customers/console/types.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';

type Props = {
  customer: Customer;
  /** Where the desk stands; null: at none that is known. */
  desk: Exhibition | null;
  refused: boolean;
  onAgree: () => void;
};

/**
 * In place of the bill's form for a customer of another exhibition. The button never has the focus: a cashier who types
 * on without looking must not agree by the Enter after an amount.
 */
export function OtherExhibition({ customer, desk, refused, onAgree }: Props) {
  const translate = useTranslate();
  const texts = { name: customer.name, exhibition: customer.exhibitionName, desk: desk?.name ?? '' };
  const key = `console.exhibition.desk.other_${refused ? 'refused' : 'asked'}${desk ? '' : '_nowhere'}`;
  return (
    <Alert
      severity={refused ? 'error' : 'warning'}
      action={
        !refused && (
          <Button color="inherit" size="small" onClick={onAgree}>
            {translate('console.exhibition.desk.other_agree')}
          </Button>
        )
      }
    >
      <AlertTitle sx={{ overflowWrap: 'anywhere' }}>
        {translate('console.exhibition.desk.other_title', texts)}
      </AlertTitle>
      {translate(key, texts)}
    </Alert>
  );
}
