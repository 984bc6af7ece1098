import type { Selectable } from 'kysely';
import type { DB } from '../../db/types.ts';
import type { PaymentMethod, PaymentState } from './domain/states.ts';

/** A payment as other packages and modules see it. */
export type Payment = {
  id: string;
  /** six characters that the payer writes beside the transfer */
  reference: string;
  /** what it pays for, e.g. { type: 'raffle.order', id } */
  subject: { type: string; id: string };
  personId: string | null;
  payerName: string;
  description: string;
  /** the price, in minor units */
  baseMinor: number;
  /** the requested amount: the price, and a few minor units that make it unique */
  amountMinor: number;
  /** no other open payment asks for this amount */
  ownAmount: boolean;
  /** ISO 4217 */
  currency: string;
  method: PaymentMethod;
  state: PaymentState;
  /** its proof came after it had expired */
  late: boolean;
  transactionReference: string | null;
  /** set while a second person is needed */
  firstApproval: { byId: string; byName: string; at: Date } | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  denialReason: string | null;
  /** received, but its subject is no longer available: to be given back */
  owed: boolean;
  ledgerEntryId: string | null;
  /** the amount given back so far */
  refundedMinor: number;
  expiresAt: Date | null;
  submittedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export type PaymentRow = Selectable<DB['payment']>;

export function toPayment(row: PaymentRow): Payment {
  return {
    id: row.id,
    reference: row.reference,
    subject: { type: row.subject_type, id: row.subject_id },
    personId: row.person_id,
    payerName: row.payer_name,
    description: row.description,
    baseMinor: row.base_minor,
    amountMinor: row.amount_minor,
    ownAmount: row.own_amount,
    currency: row.currency,
    method: row.method as PaymentMethod,
    state: row.state as PaymentState,
    late: row.late,
    transactionReference: row.transaction_reference,
    firstApproval:
      row.first_approval_by_id !== null && row.first_approval_at !== null
        ? {
            byId: row.first_approval_by_id,
            byName: row.first_approval_by_name ?? '',
            at: row.first_approval_at,
          }
        : null,
    decidedByName: row.decided_by_name,
    decidedAt: row.decided_at,
    denialReason: row.denial_reason,
    owed: row.owed,
    ledgerEntryId: row.ledger_entry_id,
    refundedMinor: row.refunded_minor,
    expiresAt: row.expires_at,
    submittedAt: row.submitted_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
