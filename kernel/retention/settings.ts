import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { defineSettings, getSettings } from '../settings/index.ts';

/**
 * How many days an organization keeps what is no book of account. The least terms: what may still be tried again or
 * must be known when it comes a second time. The most: nobody needs a copy of what was sent after ten years.
 */
export const retentionSettings = defineSettings({
  module: 'retention',
  schema: Type.Object({
    inbox_days: Type.Integer({ default: 30, minimum: 14, maximum: 365 }),
    sheet_days: Type.Integer({ default: 400, minimum: 30, maximum: 3650 }),
    // What was said in chats, with its pictures. Those that prove a payment stay as long as proofs.
    chat_days: Type.Integer({ default: 1095, minimum: 30, maximum: 3650 }),
    // A cycle's door is looked at until its accounts are even. What cost something stays with the books.
    scan_days: Type.Integer({ default: 1095, minimum: 100, maximum: 3650 }),
    // Pictures of transfers: in most countries ten years are as long as anybody may ask for them.
    proof_days: Type.Integer({ default: 3650, minimum: 400, maximum: 3650 }),
    import_days: Type.Integer({ default: 30, minimum: 1, maximum: 365 }),
  }),
});

/** Pictures that prove a payment, whether they came at the desk or in a chat. */
export const proofDays = {
  least: 400,
  chosen: async (inside: Ctx): Promise<number> => (await getSettings(inside, retentionSettings)).proof_days,
};
/** Pictures of chats: some of them prove a payment. */
export const chatPictureDays = {
  least: 400,
  chosen: async (inside: Ctx): Promise<number> => {
    const { chat_days, proof_days } = await getSettings(inside, retentionSettings);
    return Math.max(chat_days, proof_days);
  },
};
