import { ERASED, known, type PersonalData } from '../module/index.ts';

const CONVERSATION = known('conversation');
/** Events and messages name the chat by its address. */
const SAME_ADDRESS = (
  address: string,
) => `exists (select from conversation c where c.organization_id = t.organization_id
  and c.id in ${CONVERSATION} and c.address = t.${address})`;

export const personalData: PersonalData = {
  rows: [
    {
      table: 'conversation',
      of: `t.person_id in ${known('person')}`,
      gives: { conversation: 'id' },
      words: ['display_name', 'address'],
      erase: 'delete',
    },
    {
      table: 'conversation_message',
      of: `t.conversation_id in ${CONVERSATION}`,
      gives: { file: 'file_id' },
      erase: 'delete',
    },
    { table: 'conversation_state', of: `t.conversation_id in ${CONVERSATION}`, erase: 'delete' },
    { table: 'staff_chat', of: `t.conversation_id in ${CONVERSATION}`, erase: 'delete' },
    {
      // The row stays until its time, so that the same event that comes again is known and makes no new person.
      table: 'inbox_event',
      of: `${SAME_ADDRESS('address')}`,
      gives: { file: 'file_id' },
      erase: {
        payload: `'{}'`,
        address: `'${ERASED}'`,
        raw: 'null',
        file_id: 'null',
        last_error: 'null',
        state: `case when t.state in ('received', 'failed') then 'discarded' else t.state end`,
      },
      why: 'again',
    },
    {
      table: 'message',
      of: `${SAME_ADDRESS('to_address')} or t.subject_id in (select r.id::uuid from person_ref r where r.kind <> 'file')`,
      erase: 'delete',
    },
    { table: 'opt_out', of: SAME_ADDRESS('address'), erase: 'keep', why: 'opt_out' },
  ],
  mentions: [
    { table: 'message', columns: ['to_address', 'params', 'subject', 'body_text', 'body_html', 'last_error'] },
    { table: 'inbox_event', columns: ['payload'] },
    { table: 'conversation', columns: ['last_text'] },
    { table: 'conversation_message', columns: ['body'] },
    { table: 'conversation_state', columns: ['data', 'stack'] },
  ],
};
