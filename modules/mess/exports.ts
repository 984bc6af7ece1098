import { defineExport } from '../../kernel/exports/index.ts';
import { readFilter } from '../../kernel/http/index.ts';
import { ok } from '../../kernel/lib/result.ts';
import { type Cut, CutFilter, type CyclePayment, CyclePaymentFilter, type Student, StudentFilter } from './contract.ts';
import { ScanFilter, type ScanRow } from './door-contract.ts';
import { listCuts } from './queries/cuts.ts';
import { listCyclePayments } from './queries/payments.ts';
import { listScans } from './queries/scans.ts';
import { listStudents } from './queries/students.ts';

const title = (key: string) => `documents.mess.columns.${key}`;

/** The students as the list is filtered; sent back as an import, the columns mean the same. */
export const studentsExport = defineExport<Student>({
  name: 'mess.students',
  permission: 'mess.export',
  columns: [
    { key: 'roll_number', title: title('roll_number'), type: 'text', width: 14 },
    { key: 'name', title: title('name'), type: 'text', width: 28 },
    { key: 'room', title: title('room'), type: 'text', width: 10 },
    { key: 'phone', title: title('phone'), type: 'text', width: 16 },
    { key: 'email', title: title('email'), type: 'text', width: 28 },
    { key: 'state', title: title('state'), type: 'text', width: 11 },
    { key: 'cycle_payment', title: title('cycle_payment'), type: 'text', width: 11 },
    { key: 'decided_by', title: title('decided_by'), type: 'text', width: 20 },
    { key: 'created_at', title: title('registered_at'), type: 'datetime', width: 18 },
  ],
  sorts: ['roll_number'],
  async page(ctx, { filter: text, search, sort }, after, limit) {
    const filter = readFilter(StudentFilter, text);
    if (!filter.ok) return filter;
    const list = await listStudents(ctx, { filter: filter.data, search, sort, limit, after: after ?? undefined });
    return list.ok ? ok({ rows: list.data, next: list.page?.next ?? null }) : list;
  },
});

/** What each student paid for a cycle, today's unless the filter names another. */
export const paymentsExport = defineExport<CyclePayment>({
  name: 'mess.payments',
  permission: 'mess.export',
  columns: [
    {
      key: 'roll_number',
      title: title('roll_number'),
      type: 'text',
      width: 14,
      value: (row) => row.student.roll_number,
    },
    { key: 'name', title: title('name'), type: 'text', width: 28, value: (row) => row.student.name },
    { key: 'cycle', title: title('cycle'), type: 'text', width: 18, value: (row) => row.cycle.name },
    { key: 'state', title: title('state'), type: 'text', width: 11 },
    { key: 'price_minor', title: title('price'), type: 'money' },
    { key: 'charges_minor', title: title('charges'), type: 'money' },
    { key: 'credit_minor', title: title('credit'), type: 'money' },
    { key: 'due_minor', title: title('due'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'reference', title: title('reference'), type: 'text', width: 11, value: (row) => row.payment?.reference },
    { key: 'grace_until', title: title('grace_until'), type: 'date', width: 12 },
    { key: 'verified_at', title: title('verified_at'), type: 'datetime', width: 18 },
  ],
  async page(ctx, { filter: text, search }, after, limit) {
    const filter = readFilter(CyclePaymentFilter, text);
    if (!filter.ok) return filter;
    const list = await listCyclePayments(ctx, { filter: filter.data, search, limit, after: after ?? undefined });
    return list.ok ? ok({ rows: list.data, next: list.page?.next ?? null }) : list;
  },
});

/** Mess cuts, those taken back among them. */
export const cutsExport = defineExport<Cut>({
  name: 'mess.cuts',
  permission: 'mess.export',
  columns: [
    {
      key: 'roll_number',
      title: title('roll_number'),
      type: 'text',
      width: 14,
      value: (row) => row.student.roll_number,
    },
    { key: 'name', title: title('name'), type: 'text', width: 28, value: (row) => row.student.name },
    { key: 'from', title: title('from'), type: 'date', width: 12 },
    { key: 'to', title: title('to'), type: 'date', width: 12 },
    { key: 'days', title: title('days'), type: 'number' },
    { key: 'state', title: title('state'), type: 'text', width: 11 },
    { key: 'created_by', title: title('created_by'), type: 'text', width: 20 },
    { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
  ],
  async page(ctx, { filter: text, search }, after, limit) {
    const filter = readFilter(CutFilter, text);
    if (!filter.ok) return filter;
    const list = await listCuts(ctx, { filter: filter.data, search, limit, after: after ?? undefined });
    return list.ok ? ok({ rows: list.data, next: list.page?.next ?? null }) : list;
  },
});

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
  async page(ctx, { filter: text }, after, limit) {
    const filter = readFilter(ScanFilter, text);
    if (!filter.ok) return filter;
    const list = await listScans(ctx, { filter: filter.data, limit, after: after ?? undefined });
    return list.ok ? ok({ rows: list.data, next: list.page?.next ?? null }) : list;
  },
});
