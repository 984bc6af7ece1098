import type { Actor, Role } from '../ctx/index.ts';

/** The highest role that an actor can give to others. The server itself (command line, first run) has no limit. */
export function roleOf(actor: Actor): Role {
  if (actor.kind === 'system') return 'owner';
  return ('role' in actor && actor.role) || 'viewer';
}
