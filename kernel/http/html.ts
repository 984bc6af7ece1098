/** Small pages without scripts, for people who open a link on a slow phone. */

export type Html = { html: string };

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

/** A template that escapes its values, unless they are such templates themselves. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Html | Html[])[]): Html {
  const shown = (value: string | number | Html | Html[]): string => {
    if (Array.isArray(value)) return value.map(shown).join('');
    return typeof value === 'object' ? value.html : escaped(String(value));
  };
  return { html: parts.reduce((text, part, i) => text + shown(values[i - 1] ?? '') + part) };
}

const STYLE = `body{font:17px/1.5 system-ui,sans-serif;max-width:26rem;margin:2rem auto;padding:0 1rem;color:#1b2021;background:#fff}
h1{font-size:1.25rem}.logo{display:block;max-width:12rem;max-height:4rem;margin-bottom:.6rem;padding:.2rem;border-radius:.4rem;background:#fff}.amount{font-size:2rem;margin:.5rem 0}.quiet{color:#566}
button,a.button{display:block;box-sizing:border-box;width:100%;padding:.8rem;margin:.6rem 0;border:0;border-radius:.5rem;background:#14532d;
color:#fff;font:inherit;text-align:center;text-decoration:none}button.plain{background:#e7eceb;color:#1b2021}
table{width:100%;border-collapse:collapse}td{padding:.35rem 0;vertical-align:top;border-top:1px solid #dde4e3}td:last-child{text-align:end;padding-left:1rem}
input{display:block;box-sizing:border-box;width:100%;padding:.7rem;margin:.3rem 0;border:1px solid #9ab;border-radius:.5rem;font:inherit}
@media(prefers-color-scheme:dark){body{background:#15191a;color:#e7eceb}.quiet{color:#9ab}button.plain,input{background:#2b3334;color:#e7eceb}td{border-color:#2b3334}}`;

/** Whose page it is; the colour is dark enough for white text. */
type Brand = { name: string; colour: string | null; logo: string | null };
type Options = { brand?: Brand; refreshSeconds?: number | undefined };

/** A whole page; with `refreshSeconds` it reloads itself while something is still to happen. */
export function page(language: string, title: string, body: Html, { brand, refreshSeconds }: Options = {}): string {
  const colour = brand?.colour ? html`<style>button,a.button{background:${brand.colour}}</style>` : html``;
  // Without an icon of its own a browser asks for ours.
  const icon = brand ? html`<link rel="icon" href="${brand.logo ?? 'data:,'}">` : html``;
  const logo = brand?.logo ? html`<img class="logo" src="${brand.logo}" alt="">` : html``;
  const head = brand ? html`<h1>${logo}${brand.name}</h1>` : html``;
  const refresh = refreshSeconds ? html`<meta http-equiv="refresh" content="${refreshSeconds}">` : html``;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">${refresh}<title>${title}</title>${icon}<style>${{ html: STYLE }}</style>${colour}</head>
<body><main>${head}${body}</main></body></html>`.html;
}

/** No scripts, and a form may lead to the provider's page. */
export const PAGE_POLICY =
  "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https: http://localhost:* http://127.0.0.1:*";
