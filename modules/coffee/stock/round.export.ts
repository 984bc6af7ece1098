import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { RoundFilter, type RoundRow } from './contract.ts';
import { refillRound } from './stock.query.ts';

const title = (key: string) => `console.coffee.round.${key}`;

/** The refill round as a list to print or to load up by. */
export const roundExport = defineExport<RoundRow>({
  name: 'coffee.round',
  permission: 'coffee.read',
  columns: [
    {
      key: 'location',
      title: title('location'),
      type: 'text',
      width: 24,
      value: ({ location }) => location?.name ?? '',
    },
    {
      key: 'address',
      title: title('address'),
      type: 'text',
      width: 30,
      value: ({ location, machine }) => [location?.address, machine.address].filter(Boolean).join(', '),
    },
    { key: 'machine', title: title('machine'), type: 'text', width: 16, value: ({ machine }) => machine.serial },
    { key: 'name', title: title('name'), type: 'text', width: 20, value: ({ machine }) => machine.name },
    { key: 'position', title: title('position'), type: 'text', value: ({ position }) => String(position) },
    { key: 'material', title: title('material'), type: 'text', width: 20, value: ({ material }) => material.name },
    { key: 'unit', title: title('unit'), type: 'text', value: ({ material }) => material.unit },
    { key: 'level', title: title('level'), type: 'text', value: ({ level }) => String(level) },
    { key: 'missing', title: title('missing'), type: 'text', value: ({ missing }) => String(missing) },
    { key: 'days_left', title: title('days_left'), type: 'text', value: ({ days_left }) => String(days_left ?? '') },
  ],
  page: listPage(RoundFilter, (ctx, { filter }) => refillRound(ctx, filter)),
});
