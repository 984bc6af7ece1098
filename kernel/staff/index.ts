/** The door of the staff room: members of staff who work from their chats. */
import { defineRoom } from '../module/index.ts';
import { clearChats } from './actions/clear-chats.ts';
import { linking } from './link.flow.ts';
import { staffRoutes } from './staff.routes.ts';

export { type StaffInChat, staffChats, staffOf } from './queries/staff-of.ts';

export const staffRoom = defineRoom({
  name: 'staff',
  errors: { 'staff.code_unknown': 404, 'staff.chat_not_found': 404 },
  routes: staffRoutes,
  flows: [linking],
  clearAccount: clearChats,
});
