import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { type Visit, VisitFilter } from './contract.ts';
import { listVisits } from './visits.query.ts';

const title = (key: string) => `documents.exhibition.columns.${key}`;

/** Who came when, and by which entrance. */
export const visitsExport = defineExport<Visit>({
  name: 'exhibition.visits',
  permission: 'exhibition.export',
  columns: [
    { key: 'day', title: title('day'), type: 'date', width: 12 },
    { key: 'at', title: title('came_at'), type: 'datetime', width: 18 },
    { key: 'exhibition', title: title('exhibition'), type: 'text', width: 28 },
    { key: 'code', title: title('code'), type: 'text', width: 11, value: (visit) => visit.customer.code },
    { key: 'name', title: title('name'), type: 'text', width: 28, value: (visit) => visit.customer.name },
    { key: 'entrance', title: title('entrance'), type: 'text', width: 20 },
    { key: 'received_at', title: title('received_at'), type: 'datetime', width: 18 },
  ],
  page: listPage(VisitFilter, listVisits),
});
