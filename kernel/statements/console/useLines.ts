import { listQuery, usePages, useSession } from '../../ui/index.ts';
import type { Line } from './types.ts';

/** Lines of a statement; the statement's page refetches them. */
export function useLines(statementId: string, filter: { state: string; certainty?: string }) {
  const { organization } = useSession();
  const key = ['statements', organization.id, statementId, 'lines', filter];
  const asked = { ...listQuery({ statementId, ...filter }), limit: 100 };
  const { query, rows: lines } = usePages<Line>('/statement-lines', key, asked);
  return { query, lines };
}
