import type { Actor, Ctx, Log } from '../ctx/index.ts';
import { findOrganization } from '../db/index.ts';
import type { Boot } from '../module/index.ts';

/** The stored data of a job: the work, and for whom it runs. */
export type Envelope = {
  organization: string | null;
  actor: Actor;
  request: string;
  locale: string;
  /** the task whose progress the job reports */
  task?: string;
  data: unknown;
};

export function enclose(ctx: Ctx, data: unknown, task?: string): Envelope {
  const { actor } = ctx;
  return {
    organization: ctx.organization?.id ?? null,
    // The audit trail of the job needs the person's name; nothing needs the e-mail address.
    actor: actor.kind === 'user' ? { ...actor, email: '' } : actor,
    request: ctx.requestId,
    locale: ctx.locale,
    ...(task && { task }),
    data,
  };
}

/**
 * A context for the work: the organization as it is now, with the actor and request that enqueued the job. Null: the
 * organization no longer exists.
 */
export async function openEnvelope(boot: Boot, name: string, envelope: Envelope | null): Promise<Ctx | null> {
  // A scheduled run has no envelope.
  if (!envelope?.actor) return boot.ctxFor(null, name);
  const organization = envelope.organization
    ? await findOrganization(boot.database.system, { id: envelope.organization })
    : null;
  if (envelope.organization && !organization) return null;
  const ctx = boot.ctxFor(organization, name);
  const log = tagged(ctx.log, { reqId: envelope.request, job: name });
  return { ...ctx, log, actor: envelope.actor, requestId: envelope.request, locale: envelope.locale };
}

/** A log whose lines all have these fields. */
function tagged(log: Log, fields: object): Log {
  const level = (name: keyof Log) => (detail: object | string, message?: string) =>
    typeof detail === 'string' ? log[name](fields, detail) : log[name]({ ...fields, ...detail }, message);
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') };
}
