import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { ScanFilter, type ScanRow } from './contract.ts';
import { listScans } from './scans.query.ts';

const title = (key: string) => `documents.mess.columns.${key}`;

/** Every scan at the door, refusals too. */
export const scansExport = defineExport<ScanRow>({
  name: 'mess.scans',
  permission: 'mess.export',
  columns: [
    { key: 'at', title: title('at'), type: 'datetime', width: 18 },
    { key: 'service_on', title: title('service_on'), type: 'date', width: 12 },
    { key: 'meal', title: title('meal'), type: 'text', width: 12, value: (row) => row.meal?.name },
    {
      key: 'roll_number',
      title: title('roll_number'),
      type: 'text',
      width: 14,
      value: (row) => row.student?.roll_number,
    },
    { key: 'name', title: title('name'), type: 'text', width: 28, value: (row) => row.student?.name },
    { key: 'allowed', title: title('allowed'), type: 'text', value: (row) => String(row.allowed) },
    { key: 'reason', title: title('reason'), type: 'text', width: 16 },
    { key: 'by_hand_reason', title: title('by_hand_reason'), type: 'text', width: 28 },
    { key: 'device_name', title: title('device'), type: 'text', width: 18 },
    { key: 'offline', title: title('offline'), type: 'text', value: (row) => String(row.offline) },
    { key: 'settle', title: title('settle'), type: 'text', width: 16 },
  ],
  page: listPage(ScanFilter, listScans),
});
