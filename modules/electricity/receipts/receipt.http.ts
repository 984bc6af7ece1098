import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type PageBrand, pageBrand } from '../../../kernel/branding/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { enterOrganization } from '../../../kernel/db/index.ts';
import { paperLogo, renderReceipt } from '../../../kernel/documents/index.ts';
import { html, PAGE_POLICY, page } from '../../../kernel/http/index.ts';
import { formatDateTime, formatMoney, formattingOf, t } from '../../../kernel/i18n/index.ts';
import type { Boot } from '../../../kernel/module/index.ts';
import { type Receipt, readReceiptToken, receiptOf } from './receipt.query.ts';

type Asked = FastifyRequest<{ Params: { name: string } }>;

/**
 * The page behind the QR of a receipt: what this server knows of the purchase, so a changed or made-up paper shows. And
 * the same as PDF.
 */
export function receiptPages(app: FastifyInstance, boot: Boot): void {
  const common = { schema: { hide: true }, config: { rateLimit: { max: 60, timeWindow: 60_000 } } };
  app.get('/receipt/:name', common, async (request: Asked, reply) => {
    const token = request.params.name.replace(/\.pdf$/, '');
    const found = await enter(boot, request, token);
    if (!found) return reply.callNotFound();
    const { ctx, receipt } = found;
    reply.header('cache-control', 'private, no-store');
    if (token === request.params.name) {
      reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8');
      return reply.send(show(ctx, receipt, token, await pageBrand(ctx)));
    }
    const pdf = await renderReceipt(receipt, receipt.locale, await paperLogo(ctx));
    reply.header('content-disposition', `inline; filename="receipt-${receipt.number}.pdf"`).type('application/pdf');
    return reply.send(Buffer.from(pdf));
  });
}

async function enter(boot: Boot, request: Asked, token: string): Promise<{ ctx: Ctx; receipt: Receipt } | null> {
  const ids = readReceiptToken(boot.config.SECRET_KEY, token);
  const inside = ids && (await enterOrganization(boot.ctxFor(null, 'receipt'), { id: ids.organizationId }));
  if (!inside) return null;
  const locale = boot.services.translator.negotiate(request.headers['accept-language'], orgOf(inside).language);
  const ctx: Ctx = { ...inside, locale, log: request.log };
  const receipt = await receiptOf(ctx, ids.recordId);
  return receipt.ok ? { ctx, receipt: receipt.data } : null;
}

function show(ctx: Ctx, receipt: Receipt, token: string, brand: PageBrand): string {
  const { organization, party, lines, facts, currency, totalMinor, number } = receipt;
  const formatting = formattingOf(ctx);
  const money = (minor: number) => formatMoney(minor, currency, formatting);
  const row = (label: string, value: string) => html`<tr><td>${label}</td><td>${value}</td></tr>`;
  const title = `${t(ctx, 'documents.receipt.title')} ${number}`;
  const body = html`<p role="status">✓ ${t(ctx, 'documents.electricity.receipt.genuine_page', { organization: organization.name })}</p>
    <p class="amount">${money(totalMinor)}</p>
    <p class="quiet">${title} · ${formatDateTime(new Date(receipt.issuedAt), formatting)}<br>${party.name}<br>
      ${party.lines.join(' · ')}</p>
    <table><tbody>${facts.map(({ label, value }) => row(label, value))}</tbody></table>
    <h2>${t(ctx, 'documents.electricity.receipt.working')}</h2>
    <table><tbody>${lines.map(({ description, amountMinor }) => row(description, money(amountMinor)))}
      ${row(t(ctx, 'documents.total'), money(totalMinor))}</tbody></table>
    <p><a class="button" href="/receipt/${token}.pdf">${t(ctx, 'documents.electricity.receipt.pdf')}</a></p>`;
  return page(ctx.locale, title, body, { brand });
}
