import { pageBrand } from '../../../kernel/branding/index.ts';
import { credentialUrl, enterByToken, qrSvg, tokenOf, verifyCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { accountPage, portalSubjects } from '../../../kernel/portal/index.ts';
import { billRows } from '../bills/bills.query.ts';
import type { BillState } from '../bills/contract.ts';
import { dueOf } from '../bills/pay.rule.ts';
import { customerRows } from '../customers/customers.query.ts';
import { visitsOf } from '../entrance/visits.query.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { getForm, isOver } from '../form/form.query.ts';
import type { CustomerPage, Portal } from './contract.ts';
import { customerOfSubject } from './portal-subject.rule.ts';

const CUSTOMER = 'exhibition.customer';

/**
 * The customer of a link, with a context of their organization. Null for every fault alike, so that a stranger learns
 * nothing.
 */
export async function followLink(ctx: Ctx, token: string): Promise<{ inside: Ctx; customerId: string } | null> {
  const inside = await enterByToken(ctx, token);
  if (!inside) return null;
  const shown = await verifyCredential(inside, token);
  if (!shown.ok || shown.data.subjectType !== CUSTOMER) return null;
  return { inside, customerId: shown.data.subjectId };
}

/**
 * The customers that the caller may see, the latest first: the link's customer, or those linked to the account. Links
 * that were revoked are left out.
 */
export async function cardsOf(ctx: Ctx): Promise<Result<Portal[]>> {
  const subjects = (await portalSubjects(ctx)).map(customerOfSubject);
  const cards = await Promise.all(subjects.filter((id) => id !== null).map((id) => portalOf(ctx, id)));
  return ok(cards.flatMap((card) => (card.ok ? [card.data] : [])));
}

/** A customer's own page. */
export async function pageOf(ctx: Ctx, customerId: string): Promise<Result<CustomerPage>> {
  const [view, brand] = await Promise.all([portalOf(ctx, customerId), pageBrand(ctx)]);
  return view.ok ? ok({ ...view.data, brand }) : view;
}

/** The data of a customer for themselves; refuses when their link was revoked. */
export async function portalOf(ctx: Ctx, customerId: string): Promise<Result<Portal>> {
  const [token, customer] = await Promise.all([
    tokenOf(ctx, { subjectType: CUSTOMER, subjectId: customerId }),
    customerRows(ctx).where('c.id', '=', customerId).executeTakeFirst(),
  ]);
  if (!token || !customer) return refuse('exhibition.portal.link_invalid');
  const [exhibition, bills, account_page, form, visits] = await Promise.all([
    exhibitionRows(ctx).where('id', '=', customer.exhibition_id).executeTakeFirstOrThrow(),
    billRows(ctx).where('b.customer_id', '=', customer.id).orderBy('b.id', 'desc').limit(500).execute(),
    accountPage(ctx),
    getForm(ctx, customer.exhibition_id),
    visitsOf(ctx, customer.id),
  ]);
  return ok({
    organization: orgOf(ctx).name,
    exhibition: {
      name: exhibition.name,
      place: exhibition.place,
      starts_on: exhibition.starts_on,
      ends_on: exhibition.ends_on,
    },
    customer: { name: customer.name, code: customer.code },
    answers: customer.answers,
    may_give_up: bills.length === 0 && form.ok && form.data.url !== null && !isOver(ctx, exhibition.ends_on),
    currency: customer.currency,
    bill_count: customer.bill_count,
    total: formatAmount(customer.total_minor, customer.currency),
    due: formatAmount(customer.total_minor - customer.paid_minor, customer.currency),
    bills: bills.map((b) => ({
      amount: formatAmount(b.amount_minor, b.currency),
      due: formatAmount(dueOf(b), b.currency),
      state: b.state as BillState,
      description: b.description,
      created_at: b.created_at.toISOString(),
      voided: b.voided_at !== null,
    })),
    visits,
    qr_svg: qrSvg(credentialUrl(ctx.config.PUBLIC_URL, token)),
    account_page,
  });
}
