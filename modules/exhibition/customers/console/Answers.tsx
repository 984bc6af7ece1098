import { Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Customer } from './types.ts';

/** What somebody answered on the registration page, with the questions as they stood then. */
export function Answers({ answers }: Pick<Customer, 'answers'>) {
  const translate = useTranslate();
  return answers.map(({ field, kind, label, value }) => (
    <Typography key={field} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
      {label}: <b>{kind === 'yes_no' ? translate(`console.exhibition.answer.${value}`) : value}</b>
    </Typography>
  ));
}
