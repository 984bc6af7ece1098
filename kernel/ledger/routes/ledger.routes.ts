import { Type } from 'typebox';
import { ListQuery } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import { LedgerAccount, LedgerEntry, LedgerEntryFilter, LedgerReport } from '../contract.ts';
import { getEntry, listAccounts, listEntries } from '../queries/entries.ts';
import { verifyOwn } from '../queries/verify.ts';

export const ledgerRoutes = [
  route({
    method: 'GET',
    path: '/ledger/accounts',
    permission: 'ledger.read',
    summary: 'Accounts with their balances in each currency',
    reply: Type.Array(LedgerAccount),
    run: (ctx) => listAccounts(ctx),
  }),
  route({
    method: 'GET',
    path: '/ledger/entries',
    permission: 'ledger.read',
    summary: 'Entries with their lines, newest first',
    query: Type.Pick(ListQuery, ['limit', 'after']),
    filter: LedgerEntryFilter,
    reply: Type.Array(LedgerEntry),
    run: (ctx, { query, filter }) => listEntries(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/ledger/entries/{id}',
    permission: 'ledger.read',
    summary: 'One entry',
    params: ById,
    reply: LedgerEntry,
    run: (ctx, { params }) => getEntry(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/ledger/verification',
    permission: 'ledger.read',
    summary: 'Whether every entry balances and agrees with what it stands for; names each fault',
    reply: LedgerReport,
    // Reads the whole ledger.
    rateLimit: 10,
    run: async (ctx) => {
      const { ok: whole, entries, lines, faultCount, faults } = await verifyOwn(ctx);
      return ok({
        ok: whole,
        entries,
        lines,
        fault_count: faultCount,
        faults: faults.map((f) => ({ kind: f.kind, entry_id: f.entryId, subject_id: f.subjectId, detail: f.detail })),
      });
    },
  }),
];
