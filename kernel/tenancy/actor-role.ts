import type { Actor, Role } from '../ctx/index.ts';

/**
 * The role that bounds what an actor can give to others. The server itself (command line, first run) is bounded by
 * nothing.
 */
export function roleOf(actor: Actor): Role {
  if (actor.kind === 'system') return 'owner';
  return ('role' in actor && actor.role) || 'viewer';
}
