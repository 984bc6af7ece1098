import { type Static, Type } from 'typebox';

export const StaffChat = Type.Object({
  id: Type.String({ format: 'uuid', description: 'Of the conversation.' }),
  channel: Type.String(),
  name: Type.String({ description: 'As the channel calls the person.' }),
  linked_at: Type.String({ format: 'date-time' }),
});
export const StaffCode = Type.Object({
  code: Type.String({ description: 'Shown once; good once.' }),
  message: Type.String({ description: 'What to write in whatever chat.' }),
  expires_at: Type.String({ format: 'date-time' }),
  telegram_url: Type.Union([Type.String(), Type.Null()], { description: 'Opens the bot and says it; null: no bot.' }),
  web_url: Type.String({ description: 'The same in the web chat.' }),
});

export type StaffChat = Static<typeof StaffChat>;
export type StaffCode = Static<typeof StaffCode>;
