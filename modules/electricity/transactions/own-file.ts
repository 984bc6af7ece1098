/** A customer's own transactions as a file, by a link: a page can't send its token with a download. */
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { enterOrganization } from '../../../kernel/db/index.ts';
import { defineExport, exportDownload, listPage } from '../../../kernel/exports/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Download } from '../../../kernel/module/index.ts';
import { asHolder, ownAccount } from '../../../kernel/portal/index.ts';
import { fileLink, readFileLink } from '../file-link.ts';
import { type Transaction, type TransactionFiles, TransactionFilter } from './contract.ts';
import { ownTransactions } from './transactions.query.ts';

/** Whose transactions a link leads to, and which. */
type OwnFile = { accountId: string; filter: TransactionFilter };

/** Links to the caller's own transactions; refuses like ownTransactions. */
export async function linkOwn(ctx: Ctx, filter: TransactionFilter): Promise<Result<TransactionFiles>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const found = await ownTransactions(ctx, { filter, limit: 1 });
  if (!found.ok) return found;
  const content: OwnFile = { accountId: account.data.id, filter };
  const link = (format: 'csv' | 'xlsx') => fileLink(ctx, 'transactions', content, format);
  return ok({ csv: link('csv'), xlsx: link('xlsx') });
}

/** The file behind a link: what its account may see now. Refuses with `electricity.link_old`, and like ownTransactions. */
export async function openOwn(ctx: Ctx, file: string): Promise<Result<Download>> {
  const read = readFileLink<OwnFile>(ctx, 'transactions', file);
  const inside = read && (await enterOrganization(ctx, { id: read.linked.organizationId }));
  if (!inside || read.format === 'pdf') return refuse('electricity.link_old');
  const { content, locale } = read.linked;
  const account = await ownAccount(asHolder(inside, { id: content.accountId, name: '' }));
  if (!account.ok) return refuse('electricity.link_old');
  const holder = { ...asHolder(inside, account.data), locale };
  return exportDownload(holder, sheetFor(holder), read.format, { filter: JSON.stringify(content.filter) });
}

/** The lines as customers read them, in the language of whoever asked. */
function sheetFor(ctx: Ctx) {
  const title = (key: string) => `documents.electricity_transactions.${key}`;
  return defineExport<Transaction>({
    name: 'electricity.transactions',
    permission: 'portal',
    columns: [
      { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
      {
        key: 'kind',
        title: title('kind'),
        type: 'text',
        width: 15,
        value: ({ kind }) => t(ctx, `portal.electricity.kind_${kind}`),
      },
      {
        key: 'status',
        title: title('status'),
        type: 'text',
        width: 24,
        value: ({ status, owed }) => t(ctx, `portal.electricity.${owed ? 'owed' : `status_${status}`}`),
      },
      { key: 'number', title: title('number'), type: 'text', width: 15, value: ({ meter }) => meter.number },
      { key: 'name', title: title('name'), type: 'text', width: 24, value: ({ meter }) => meter.name },
      { key: 'amount_minor', title: title('amount'), type: 'money', currency: ({ currency }) => currency ?? '' },
      { key: 'currency', title: title('currency'), type: 'text' },
      { key: 'kwh', title: title('kwh'), type: 'number', value: ({ wh }) => wh / 1000 },
      { key: 'reference', title: title('reference'), type: 'text' },
      { key: 'provider_reference', title: title('provider_reference'), type: 'text', width: 24 },
      { key: 'reason', title: title('reason'), type: 'text', width: 30 },
    ],
    page: listPage(TransactionFilter, ownTransactions),
  });
}
