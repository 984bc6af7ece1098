/** Links to files for customers, good for an hour: a page can't send its token with a download. */
import { createHmac } from 'node:crypto';
import type { Config } from '../../kernel/config/index.ts';
import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { constantTimeEqual } from '../../kernel/lib/constant-time-equal.ts';
import { deriveKey } from '../../kernel/lib/derive-key.ts';

const GOOD_FOR_MS = 3_600_000;
/** Which kind of file; a link to one is none to another. Its address is `/electricity/<kind>/files/…`. */
type Kind = 'reports' | 'transactions';
export type FileFormat = 'pdf' | 'csv' | 'xlsx';
type Linked<Content> = { content: Content; organizationId: string; locale: string; until: number };

const macOf = (config: Config, kind: Kind, body: string) =>
  createHmac('sha256', deriveKey(config.SECRET_KEY, `electricity:files:${kind}`))
    .update(body)
    .digest();

/** Whoever has the link can open it; `content` says what it leads to, and is signed with it. */
export function fileLink(ctx: Ctx, kind: Kind, content: object, format: FileFormat): string {
  const linked: Linked<object> = {
    content,
    organizationId: orgOf(ctx).id,
    locale: ctx.locale,
    until: ctx.clock.now().getTime() + GOOD_FOR_MS,
  };
  const body = Buffer.from(JSON.stringify(linked)).toString('base64url');
  const mac = macOf(ctx.config, kind, body).toString('base64url');
  return `${ctx.config.PUBLIC_URL}/api/v1/electricity/${kind}/files/${body}.${mac}.${format}`;
}

/** What a link leads to; null when we didn't make it, or it is too old. */
export function readFileLink<Content>(
  { config, clock }: Ctx,
  kind: Kind,
  file: string,
): { linked: Linked<Content>; format: FileFormat } | null {
  const [body = '', mac = '', format = ''] = file.split('.');
  if (format !== 'pdf' && format !== 'csv' && format !== 'xlsx') return null;
  if (!constantTimeEqual(Buffer.from(mac, 'base64url'), macOf(config, kind, body))) return null;
  const linked = JSON.parse(Buffer.from(body, 'base64url').toString()) as Linked<Content>;
  return linked.until < clock.now().getTime() ? null : { linked, format };
}
