import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { drawnBy } from '../../../kernel/documents/index.ts';
import { formatDate, formatDateTime, formatMoney, formattingOf, t } from '../../../kernel/i18n/index.ts';
import type { Statement } from './contract.ts';
import type { drawStatement, StatementPaper } from './draw-statement.ts';

const render = drawnBy<typeof drawStatement>(new URL('./draw-statement.ts', import.meta.url), 'drawStatement');

/** The figures of a statement in their order, with their words. */
export function rowsOf(ctx: Ctx, { sales, taxes, account }: Statement) {
  const word = (key: string, values = {}) => t(ctx, `documents.exhibition.statement.${key}`, values);
  return [
    { label: word('gross'), minor: sales.gross_minor },
    { label: word('discount'), minor: -sales.discount_minor },
    { label: word('returned'), minor: -sales.returned_minor },
    ...taxes.map(({ percent, tax_minor }) => ({ label: word('tax', { percent }), minor: tax_minor })),
    { label: word('due'), minor: sales.due_minor },
    { label: word('opening'), minor: account.opening_minor },
    { label: word('money'), minor: account.money_minor },
    { label: word('commission'), minor: -account.commission_minor },
    { label: word('kept'), minor: -account.kept_minor },
    { label: word('paid_out'), minor: -account.paid_out_minor },
    { label: word(account.owed_minor < 0 ? 'stall_owes' : 'owed'), minor: account.owed_minor, strong: true },
  ];
}

/** The statement as a PDF, in the language of `ctx`. */
export function renderStatement(ctx: Ctx, statement: Statement): Promise<Uint8Array> {
  const how = formattingOf(ctx);
  const { stall, currency, from, to } = statement;
  const word = (key: string) => t(ctx, `documents.exhibition.statement.${key}`);
  const money = (minor: number) => formatMoney(minor, currency, how);
  const paper: StatementPaper = {
    title: `${word('title')}: ${stall.code} ${stall.name}`,
    organization: orgOf(ctx).name,
    detail: [from && formatDate(from, how), to && formatDate(to, how)].filter(Boolean).join(' – '),
    locale: how.locale,
    createdAt: ctx.clock.now(),
    sections: [
      { rows: rowsOf(ctx, statement).map(({ minor, ...row }) => ({ ...row, value: money(minor) })) },
      {
        title: word('received'),
        rows: statement.received.map(({ place, method, by, amount_minor, refunded_minor }) => ({
          label: [word(`at_${place}`), t(ctx, `documents.exhibition.methods.${method}`), by]
            .filter(Boolean)
            .join(' · '),
          value: money(amount_minor - refunded_minor),
        })),
      },
      {
        title: word('payouts'),
        rows: statement.payouts.map(({ at, method, reference, amount_minor }) => ({
          label: [formatDateTime(new Date(at), how), word(`by_${method}`), reference].filter(Boolean).join(' · '),
          value: money(amount_minor),
        })),
      },
    ],
  };
  return render(paper);
}
