import { type Choice, defineFlow, GO } from '../../../../kernel/conversations/index.ts';
import { OFFICE_FLOW } from '../../names.ts';
import { studentOfPerson } from '../../students/students.query.ts';
import { announce, send } from './announce.states.ts';
import { office, reports, today } from './numbers.states.ts';
import { type Desk, entry, staffFor, type Working } from './office-talk.ts';
import { grace, proof, proofs, refuseProof, sure, verify, why_not } from './proofs.states.ts';
import { approve, deny, link, nolink, pending, student, why } from './registrations.states.ts';

/**
 * The office's chat flow, for members of staff whose chat is linked (kernel/staff): registrations, payments, numbers,
 * announcements. A button below a pushed question stays usable: it works from any state of the chat, and a late press
 * shows who was first.
 */
export const officeFlow = defineFlow<Working>({
  name: OFFICE_FLOW,
  texts: 'chat.mess.office',
  initial: () => ({}),
  entries: [
    { id: 'office', to: 'office' },
    { id: 'pending', to: 'pending' },
    { id: 'proofs', to: 'proofs' },
    { id: 'today', to: 'today' },
    { id: 'reports', to: 'reports' },
    { id: 'announce', to: 'announce' },
    { id: 'approve', to: 'pending', act: approve },
    { id: 'deny', to: 'pending', act: deny },
    { id: 'verify', to: 'proofs', act: verify },
    { id: 'refuse', to: 'proofs', act: refuseProof },
    { id: 'grace', to: 'proofs', act: grace },
    { id: 'link', to: 'office', act: link },
    { id: 'nolink', to: 'office', act: nolink },
  ],
  states: { office, pending, student, why, proofs, proof, sure, why_not, today, reports, announce, send },
  menu: waysIn,
});

async function waysIn(talk: Desk): Promise<Choice[]> {
  const staff = await staffFor(talk, 'mess.read');
  if (!staff.ok) return [];
  // A student's own menu has them.
  if (await studentOfPerson(talk.ctx, talk.conversation.personId)) return [entry(talk, 'office')];
  return [
    entry(talk, 'office'),
    { id: GO.language, label: talk.t('chat.mess.student.menu.language') },
    { id: GO.help, label: talk.t('chat.mess.student.menu.help') },
  ];
}
