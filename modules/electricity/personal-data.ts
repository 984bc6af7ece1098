import { inOrg, onOrg } from '../../kernel/ctx/index.ts';
import { refuse } from '../../kernel/lib/result.ts';
import { ERASED, known, type PersonalData } from '../../kernel/module/index.ts';

const ACCOUNT = known('portal.account');
const CUSTOMER = known('electricity.customer');
const METER = known('electricity.meter');
const ofAccount = (table: string, hidden?: string[]) =>
  ({ table, of: `t.account_id in ${ACCOUNT}`, erase: 'delete', ...(hidden && { hidden }) }) as const;
const blankName = (table: string, column: string, of: string) => ({ table, columns: [column], of });

export const personalData: PersonalData = {
  rows: [
    {
      // A household with no other member is the person's own; an institution is none.
      table: 'electricity_customer',
      of: `t.kind = 'household' and (t.id in ${CUSTOMER} or exists (select from electricity_member m
        where m.organization_id = t.organization_id and m.customer_id = t.id and m.account_id in ${ACCOUNT})
        and not exists (select from electricity_member m
          where m.organization_id = t.organization_id and m.customer_id = t.id and not m.account_id in ${ACCOUNT}))`,
      gives: { 'electricity.customer': 'id' },
      words: ['name'],
      erase: { name: `'${ERASED}'` },
      why: 'books',
    },
    {
      table: 'electricity_building',
      of: `t.customer_id in ${CUSTOMER}`,
      erase: { place: `''`, name: 't.id::text' },
      why: 'books',
    },
    {
      table: 'electricity_meter',
      of: `t.customer_id in ${CUSTOMER}`,
      gives: { 'electricity.meter': 'id' },
      hidden: ['claim_code_hash'],
      erase: { name: `''`, place: `''` },
      why: 'meter',
    },
    ofAccount('electricity_member'),
    ofAccount('electricity_claim'),
    ofAccount('electricity_notice'),
    ofAccount('electricity_notice_choice'),
    ofAccount('electricity_report_sent'),
    { table: 'electricity_invitation', of: `t.used_by in ${ACCOUNT}`, hidden: ['code_hash'], erase: 'delete' },
    {
      table: 'electricity_purchase',
      of: `t.account_id in ${ACCOUNT} or t.conversation_id in ${known('conversation')}`,
      gives: { 'electricity.purchase': 'id', payment: 'payment_id' },
      erase: { account_id: 'null', conversation_id: 'null', opened_by_name: `'${ERASED}'` },
      why: 'books',
    },
    {
      table: 'electricity_redemption',
      of: `t.account_id in ${ACCOUNT}`,
      gives: { 'electricity.redemption': 'id' },
      erase: { account_id: 'null', by_name: `'${ERASED}'` },
      why: 'books',
    },
    {
      table: 'electricity_agent',
      of: `t.account_id in ${ACCOUNT}`,
      gives: { 'electricity.agent': 'id' },
      words: ['name'],
      erase: { account_id: 'null', name: `'${ERASED}'`, active: 'false' },
      why: 'books',
    },
    { table: 'electricity_balance', of: `t.meter_id in ${METER}`, erase: 'keep', why: 'meter' },
    {
      table: 'electricity_reading',
      of: `t.meter_id in ${METER}`,
      gives: { file: 'file_id' },
      erase: { file_id: 'null' },
      why: 'meter',
    },
    { table: 'electricity_entry', of: `t.meter_id in ${METER}`, erase: 'keep', why: 'meter' },
  ],
  mentions: [
    blankName('electricity_reading', 'by_name', `t.meter_id in ${METER}`),
    blankName('electricity_invitation', 'created_by_name', `t.customer_id in ${CUSTOMER}`),
    blankName('electricity_token', 'by_name', `t.meter_id in ${METER}`),
    { table: 'electricity_entry', columns: ['actor_name', 'reason'], of: `t.meter_id in ${METER}` },
    blankName('electricity_redemption', 'by_name', `t.account_id in ${ACCOUNT}`),
    blankName('electricity_purchase', 'opened_by_name', `t.account_id in ${ACCOUNT}`),
    blankName('electricity_refund', 'by_name', 'false'),
    blankName('electricity_voucher', 'sold_by_name', `t.agent_id in ${known('electricity.agent')}`),
    blankName('electricity_agent_move', 'by_name', `t.agent_id in ${known('electricity.agent')}`),
    blankName('electricity_agent_close', 'by_name', `t.agent_id in ${known('electricity.agent')}`),
    { table: 'electricity_meter', columns: ['name', 'place'] },
    { table: 'electricity_alert', columns: ['detail'] },
  ],
  async open(ctx, idsOf) {
    const [meters, agents, accounts] = [
      idsOf('electricity.meter'),
      idsOf('electricity.agent'),
      idsOf('portal.account'),
    ];
    const [meter, agent, purchase] = await Promise.all([
      ctx.db
        .selectFrom('electricity_balance as b')
        .innerJoin('electricity_meter as m', onOrg('m.id', 'b.meter_id'))
        .select('m.number')
        .where(inOrg(ctx, 'b'))
        .where((eb) => eb('b.meter_id', '=', eb.fn.any(eb.val(meters))))
        .where('b.balance_wh', '<>', 0)
        .limit(1)
        .executeTakeFirst(),
      ctx.db
        .selectFrom('electricity_agent')
        .select('name')
        .where(inOrg(ctx))
        .where((eb) => eb('id', '=', eb.fn.any(eb.val(agents))))
        .where('owed_minor', '<>', 0)
        .executeTakeFirst(),
      ctx.db
        .selectFrom('electricity_purchase')
        .select('code')
        .where(inOrg(ctx))
        .where((eb) => eb('account_id', '=', eb.fn.any(eb.val(accounts))))
        .where('state', '=', 'open')
        .executeTakeFirst(),
    ]);
    if (meter) return refuse('electricity.person.balance_open', { number: meter.number });
    if (agent) return refuse('electricity.person.float_open', { agent: agent.name });
    return purchase ? refuse('electricity.person.purchase_open', { code: purchase.code }) : null;
  },
};
