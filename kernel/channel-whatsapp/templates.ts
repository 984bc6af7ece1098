/** Approved templates, as an organization lists them in its settings. */

export type Template = { name: string; language: string };

/** One per line: `payments.verified = payment_verified en_US`; `*` is for all messages that are not listed. */
const LINE = /^([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+|\*)\s*=\s*([a-z0-9_]{1,512})\s+([a-z]{2,3}(?:_[A-Z]{2})?)$/;

/** Message → template; null when a line is malformed. */
export function readTemplates(text: string): Map<string, Template> | null {
  const templates = new Map<string, Template>();
  for (const line of text.split(/\r?\n/).map((it) => it.trim())) {
    if (!line) continue;
    const [, about, name, language] = LINE.exec(line) ?? [];
    if (!about || !name || !language) return null;
    templates.set(about, { name, language });
  }
  return templates;
}

export function templateFor(text: string, about: string): Template | null {
  const templates = readTemplates(text);
  return templates?.get(about) ?? templates?.get('*') ?? null;
}
