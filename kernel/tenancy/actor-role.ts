import type { Actor, Role } from '../ctx/index.ts';

/** The role that bounds what an actor can give to others. The house itself (command line, first run) is bounded by nothing. */
export function roleOf(actor: Actor): Role {
  if (actor.kind === 'system') return 'owner';
  if (actor.kind === 'user' || actor.kind === 'api_key' || actor.kind === 'chat') return actor.role ?? 'viewer';
  return 'viewer';
}
