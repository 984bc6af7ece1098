/** Public API of the staff package: members of staff who work from their chats. */
import { byRole } from '../auth/index.ts';
import type { Role } from '../ctx/index.ts';
import { defineActorKind } from '../http/index.ts';
import { definePackage } from '../module/index.ts';
import { clearChats } from './actions/clear-chats.action.ts';
import { linking } from './link.flow.ts';
import { staffRoutes } from './staff.routes.ts';

export { memberById, staffChats, staffOf, staffWith } from './queries/staff-of.ts';

declare module '../ctx/index.ts' {
  interface Actors {
    /** a member of staff who is known only by their chat; `id` is the person's */
    chat: { id: string; name: string; role: Role };
  }
}

export const staffPackage = definePackage({
  name: 'staff',
  errors: { 'staff.code_unknown': 404, 'staff.chat_not_found': 404 },
  actorKinds: [defineActorKind('chat', byRole)],
  routes: staffRoutes,
  flows: [linking],
  clearAccount: clearChats,
});
