import type { Ctx } from '../../kernel/ctx/index.ts';
import { formatAmount } from '../../kernel/lib/money.ts';
import type { Order } from './orders/contract.ts';
import { allowedSteps, type OrderState } from './orders/order-states.rule.ts';
import type { Raffle } from './raffles/contract.ts';

/** Rows of the tables as the API gives them: the one place where column names become field names. */

export type RaffleRow = {
  id: string;
  code: string;
  title: string;
  description: string;
  ticket_price_minor: number;
  currency: string;
  first_number: number;
  last_number: number;
  digits: number;
  active: boolean;
  picture_file_id: string | null;
  draw_on: string | null;
  per_person_limit: number | null;
  reservation_minutes: number;
  frozen_at: Date | null;
  created_at: Date;
  updated_at: Date;
  reserved: number;
  sold: number;
  sold_minor: number;
};

/** The public page of a raffle: its grid, how to buy, and the draw. */
export const publicUrl = (ctx: Ctx, code: string) => `${ctx.config.PUBLIC_URL}/r/${code}`;
/** The address in a ticket's QR code. */
export const ticketUrl = (ctx: Ctx, code: string, token: string) => `${publicUrl(ctx, code)}/t/${token}`;

export function asRaffle(ctx: Ctx, row: RaffleRow): Raffle {
  const total = row.last_number - row.first_number + 1;
  const { reserved, sold, sold_minor, ...raffle } = row;
  return {
    id: raffle.id,
    code: raffle.code,
    title: raffle.title,
    description: raffle.description,
    ticket_price: formatAmount(raffle.ticket_price_minor, raffle.currency),
    ticket_price_minor: raffle.ticket_price_minor,
    currency: raffle.currency,
    first_number: raffle.first_number,
    last_number: raffle.last_number,
    digits: raffle.digits,
    active: raffle.active,
    picture_file_id: raffle.picture_file_id,
    draw_on: raffle.draw_on,
    per_person_limit: raffle.per_person_limit,
    reservation_minutes: raffle.reservation_minutes,
    frozen_at: raffle.frozen_at?.toISOString() ?? null,
    counts: { total, available: total - reserved - sold, reserved, sold },
    sold: { amount: formatAmount(sold_minor, raffle.currency), amount_minor: sold_minor },
    public_url: publicUrl(ctx, raffle.code),
    created_at: raffle.created_at.toISOString(),
    updated_at: raffle.updated_at.toISOString(),
  };
}

export type OrderRow = {
  id: string;
  code: string;
  raffle_id: string;
  raffle_code: string;
  raffle_title: string;
  digits: number;
  person_id: string | null;
  conversation_id: string | null;
  channel: string | null;
  contact_name: string;
  contact_phone: string | null;
  numbers: number[];
  unit_price_minor: number;
  amount_minor: number;
  currency: string;
  state: string;
  reserved_until: Date | null;
  payment_id: string | null;
  payment_reference: string | null;
  payment_state: string | null;
  payment_minor: number | null;
  payment_owed: boolean | null;
  confirmed_at: Date | null;
  paid_at: Date | null;
  ended_at: Date | null;
  end_reason: string | null;
  created_by_name: string;
  created_at: Date;
  updated_at: Date;
};

/** @param token of the ticket's QR, for an order that is paid */
export function asOrder(ctx: Ctx, row: OrderRow, token?: string): Order {
  const state = row.state as OrderState;
  return {
    id: row.id,
    code: row.code,
    raffle: { id: row.raffle_id, code: row.raffle_code, title: row.raffle_title, digits: row.digits },
    person_id: row.person_id,
    conversation_id: row.conversation_id,
    channel: row.channel,
    contact_name: row.contact_name,
    contact_phone: row.contact_phone,
    numbers: row.numbers,
    unit_price: formatAmount(row.unit_price_minor, row.currency),
    amount: formatAmount(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    state,
    reserved_until: row.reserved_until?.toISOString() ?? null,
    payment:
      (row.payment_id && {
        id: row.payment_id,
        reference: row.payment_reference ?? '',
        state: row.payment_state ?? '',
        amount: formatAmount(row.payment_minor ?? 0, row.currency),
        amount_minor: row.payment_minor ?? 0,
        owed: row.payment_owed ?? false,
      }) ||
      null,
    allowed: allowedSteps(state),
    confirmed_at: row.confirmed_at?.toISOString() ?? null,
    paid_at: row.paid_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
    end_reason: row.end_reason,
    ticket_url: token ? ticketUrl(ctx, row.raffle_code, token) : null,
    created_by: row.created_by_name,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** The subject under which orders have credentials, payments and audit entries. */
export const ORDER = 'raffle.order';
export const RAFFLE = 'raffle.raffle';
