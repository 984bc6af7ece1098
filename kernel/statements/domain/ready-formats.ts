import type { Mapping } from './mapping.ts';

export type ReadyFormat = { id: string; name: string; mapping: Mapping };

/**
 * Files that can't be read by what stands in them: without headings and with several numbers, with codes for money in
 * and out, or with the month first in a country that writes the day first. A person chooses them by name; each has a
 * file in test/layouts.ts. Everything else is read by its headings and its contents.
 */
export const READY_FORMATS: ReadyFormat[] = [
  {
    id: 'standard-bank',
    name: 'Standard Bank (South Africa), CSV',
    mapping: { date: 'B', amount: 'D', text: ['F', 'E'], date_order: 'ymd', decimal: '.', heading_row: 0 },
  },
  {
    id: 'abn-amro',
    name: 'ABN AMRO (Nederland), TAB',
    mapping: {
      date: 'C',
      amount: 'G',
      currency: 'B',
      balance_before: 'D',
      balance: 'E',
      text: ['H'],
      date_order: 'ymd',
      decimal: ',',
      heading_row: 0,
    },
  },
  {
    id: 'ecocash',
    name: 'EcoCash (Zimbabwe), merchants',
    mapping: {
      date: 'Date',
      amount: 'Amount',
      direction: 'Type',
      transaction_reference: 'Reference',
      text: ['Narration'],
      date_order: 'dmy',
      decimal: '.',
      directions: [
        { word: 'MR', means: 'in' },
        { word: 'MP', means: 'out' },
      ],
    },
  },
  {
    id: 'paypal-us',
    name: 'PayPal, month first',
    mapping: {
      date: 'Date',
      time: 'Time',
      amount: 'Gross',
      currency: 'Currency',
      payer: 'Name',
      status: 'Status',
      transaction_reference: 'Transaction ID',
      text: ['Subject', 'Type'],
      date_order: 'mdy',
      decimal: '.',
    },
  },
];
