/**
 * The layout of all mails: one column that fits a phone, no remote images (they often don't load, and they track
 * people), light and dark. One list of blocks makes the HTML and its plain-text alternative, so both have the same
 * content.
 *
 * Tables and inline styles, because Outlook renders with Word and Gmail drops most of a style sheet.
 */
import { orgOf } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import type { RenderedMessage } from './define.ts';
import { LOGO_SOURCE, type MailCtx, type MailLook } from './mail-look.ts';

export type Block =
  | { kind: 'heading'; text: string }
  /** blank lines make paragraphs, single line breaks stay */
  | { kind: 'text'; text: string }
  /** label and value, one a line */
  | { kind: 'facts'; rows: [label: string, value: string][] }
  /** something to read out or type: an ID, a one-time code */
  | { kind: 'code'; text: string; label?: string }
  | { kind: 'button'; text: string; url: string }
  /** an attachment of the same message, by its `cid` */
  | { kind: 'image'; cid: string; alt: string; width: number }
  /** small print */
  | { kind: 'note'; text: string };

/**
 * The body of a mail in both forms. `preview` is the text that an inbox shows beside the subject; default: the first
 * text.
 */
export function mailBody(
  ctx: MailCtx,
  blocks: Block[],
  options: { preview?: string } = {},
): Required<Pick<RenderedMessage, 'text' | 'html'>> {
  const organization = orgOf(ctx).name;
  const footer = t(ctx, 'messages.layout.footer', { organization });
  const first = blocks.find((block) => block.kind === 'text');
  const preview = options.preview ?? (first?.kind === 'text' ? first.text : '');
  const { colour = null, logo = null } = ctx.mailLook ?? {};
  const accent = colour ?? ACCENT;
  const body = blocks.map((block) => asHtml(block, accent)).join('\n');
  return {
    text: `${blocks.map(asText).filter(Boolean).join('\n\n')}\n\n-- \n${footer}\n`,
    html: page({ language: ctx.locale, organization, footer, preview, body, accent, logo }),
  };
}

function asText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${block.text}\n${'='.repeat(Math.min(block.text.length, 60))}`;
    case 'facts':
      return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n');
    case 'code':
      return block.label ? `${block.label}: ${block.text}` : `    ${block.text}`;
    case 'button':
      return `${block.text}:\n${block.url}`;
    case 'image':
      return '';
    default:
      return block.text;
  }
}

const INK = '#1c2430';
const SOFT = '#5b6675';
const LINE = '#e3e7ec';
const ACCENT = '#0b6b5d';
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Devanagari',Arial,sans-serif";

function asHtml(block: Block, accent: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h1 style="margin:0 0 16px;${FONT};font-size:22px;line-height:28px;font-weight:600;color:${INK}" class="ink">${escapeHtml(block.text)}</h1>`;
    case 'text':
      return paragraphs(block.text, `margin:0 0 16px;${FONT};font-size:16px;line-height:24px;color:${INK}`, 'ink');
    case 'facts':
      return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px">${block.rows.map(fact).join('')}</table>`;
    case 'code': {
      const label = block.label
        ? `<div style="${FONT};font-size:13px;line-height:18px;color:${SOFT}" class="soft">${escapeHtml(block.label)}</div>`
        : '';
      return `<div style="margin:0 0 16px;padding:14px 16px;border:1px solid ${LINE};border-radius:10px;text-align:center" class="line">${label}<div style="font-family:ui-monospace,Menlo,Consolas,monospace;font-size:26px;line-height:34px;letter-spacing:3px;font-weight:600;color:${INK}" class="ink">${escapeHtml(block.text)}</div></div>`;
    }
    case 'button':
      return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px"><tr><td style="border-radius:8px;background:${accent}"><a href="${escapeHtml(safeUrl(block.url))}" style="display:inline-block;padding:12px 22px;${FONT};font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(block.text)}</a></td></tr></table>`;
    case 'image':
      // White around it in dark mode too: a QR code needs its quiet zone.
      return `<div style="margin:0 0 16px;text-align:center"><img src="cid:${escapeHtml(block.cid)}" alt="${escapeHtml(block.alt)}" width="${block.width}" style="display:inline-block;width:${block.width}px;max-width:100%;height:auto;border:0;border-radius:10px;background:#ffffff"></div>`;
    case 'note':
      return paragraphs(block.text, `margin:0 0 12px;${FONT};font-size:13px;line-height:19px;color:${SOFT}`, 'soft');
  }
}

function fact([label, value]: [string, string]): string {
  const cell = `padding:8px 0;border-bottom:1px solid ${LINE};${FONT};font-size:15px;line-height:21px;vertical-align:top`;
  return `<tr><td style="${cell};color:${SOFT};padding-right:16px" class="soft line">${escapeHtml(label)}</td><td align="right" style="${cell};color:${INK};font-weight:600" class="ink line">${escapeHtml(value)}</td></tr>`;
}

function paragraphs(text: string, style: string, name: string): string {
  return text
    .split(/\n{2,}/)
    .map((part) => `<p style="${style}" class="${name}">${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}

type Page = {
  language: string;
  organization: string;
  footer: string;
  preview: string;
  body: string;
  accent: string;
  logo: MailLook['logo'];
};

/** White around it in dark mode too: many logos are dark. The name stands below it, so it needs no text. */
function picture({ width, height }: NonNullable<MailLook['logo']>): string {
  return `<tr><td style="padding:0 4px 8px"><img src="${LOGO_SOURCE}" alt="" width="${width}" height="${height}" style="display:block;border:0;border-radius:6px;background:#ffffff"></td></tr>`;
}

function page(it: Page): string {
  return `<!doctype html>
<html lang="${escapeHtml(it.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(it.organization)}</title>
<style>
@media (prefers-color-scheme: dark) {
  .back { background:#11161d !important } .card { background:#1a212b !important }
  .ink { color:#eef2f6 !important } .soft { color:#a5b0bd !important } .line { border-color:#323c49 !important }
  .brand { color:${it.accent === ACCENT ? '#5cc4b2' : '#eef2f6'} !important }
}
@media (max-width: 480px) { .pad { padding:24px 20px !important } }
</style>
</head>
<body class="back" style="margin:0;padding:0;background:#f3f5f7">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(it.preview.slice(0, 140))}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="back" style="background:#f3f5f7">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
${it.logo ? picture(it.logo) : ''}
<tr><td class="brand" style="padding:0 4px 12px;${FONT};font-size:15px;line-height:20px;font-weight:600;color:${it.accent}">${escapeHtml(it.organization)}</td></tr>
<tr><td class="card pad" style="padding:32px;border-radius:14px;background:#ffffff">
${it.body}
</td></tr>
<tr><td class="soft" style="padding:16px 4px;${FONT};font-size:12px;line-height:18px;color:${SOFT}">${escapeHtml(it.footer)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** Only addresses that a mail may open; others (javascript:, data:) are removed. */
function safeUrl(url: string): string {
  return /^(https?|mailto|tel):/i.test(url) ? url : '#';
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
