import type { Actor, Ctx } from '../ctx/index.ts';
import { findOrganization } from '../db/index.ts';
import type { Boot } from '../module/index.ts';

/** What is stored as a job's data: the work, and on whose behalf. */
export type Envelope = {
  organization: string | null;
  actor: Actor;
  request: string;
  locale: string;
  /** the task whose progress it reports */
  task?: string;
  data: unknown;
};

export function enclose(ctx: Ctx, data: unknown, task?: string): Envelope {
  const { actor } = ctx;
  return {
    organization: ctx.organization?.id ?? null,
    // The person's name goes into the audit trail of what the job does; the address is needed nowhere.
    actor: actor.kind === 'user' ? { ...actor, email: '' } : actor,
    request: ctx.requestId,
    locale: ctx.locale,
    ...(task && { task }),
    data,
  };
}

/**
 * A context for the work: the organization as it is now, the actor and request it was enqueued by. Null: the
 * organization is gone.
 */
export async function openEnvelope(boot: Boot, name: string, envelope: Envelope | null): Promise<Ctx | null> {
  // A scheduled run has no envelope.
  if (!envelope?.actor) return boot.ctxFor(null, name);
  const organization = envelope.organization
    ? await findOrganization(boot.database.system, { id: envelope.organization })
    : null;
  if (envelope.organization && !organization) return null;
  const ctx = boot.ctxFor(organization, name);
  return { ...ctx, actor: envelope.actor, requestId: envelope.request, locale: envelope.locale };
}
