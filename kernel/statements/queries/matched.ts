import { type RawBuilder, sql } from 'kysely';

/** Whether a line paid the payment `p`: alone, with other lines, or as one part of it. */
export const MATCHED: RawBuilder<boolean> = sql`(exists (select from statement_line l
  where l.organization_id = p.organization_id and l.payment_id = p.id and l.state = 'matched')
  or exists (select from statement_part s where s.organization_id = p.organization_id and s.payment_id = p.id))`;

/** What is still open of the line `l`. */
export const LEFT: RawBuilder<number> = sql`(l.amount_minor - coalesce((select sum(w.amount_minor) from statement_part w
  where w.organization_id = l.organization_id and w.line_id = l.id), 0))::bigint`;
