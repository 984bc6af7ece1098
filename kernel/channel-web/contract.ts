/** Schemas between the web chat's page and its routes. */
import { type Static, Type } from 'typebox';
import { PageBrand } from '../branding/contract.ts';

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const Nonce = Type.String({
  pattern: '^[A-Za-z0-9_-]{8,64}$',
  description: 'Drawn by the page for each message: sent again with the same one, it is the same message.',
});

export const WebChat = Type.Object({
  organization: Type.String(),
  brand: PageBrand,
  language: Type.String({ description: 'BCP 47; of the organization' }),
  time_zone: Type.String(),
});
export type WebChat = Static<typeof WebChat>;

export const WebMessageInput = Type.Object(
  {
    nonce: Nonce,
    text: Type.Optional(Type.String({ maxLength: 4000, description: 'What was written, or the label of the button.' })),
    choice_id: Type.Optional(Type.String({ maxLength: 64 })),
    start: Type.Optional(Type.String({ maxLength: 64, description: 'What a link to the chat asked for.' })),
    language: Type.Optional(Type.String({ maxLength: 35 })),
  },
  { additionalProperties: false },
);

export const WebLine = Type.Object({
  id: Type.String({ format: 'uuid' }),
  mine: Type.Boolean(),
  nonce: nullable(Type.String()),
  kind: Type.String({ description: 'text, choice, image, document or other' }),
  author: Type.String({ description: 'person, flow, staff or system' }),
  author_name: nullable(Type.String()),
  text: Type.String(),
  choices: Type.Array(
    Type.Object({ id: Type.String(), label: Type.String(), description: Type.Optional(Type.String()) }),
  ),
  file: nullable(Type.Object({ id: Type.String(), name: Type.String(), content_type: Type.String() })),
  fault: nullable(Type.String({ description: 'why a picture was not taken, in words' })),
  at: Type.String({ format: 'date-time' }),
});
export type WebLine = Static<typeof WebLine>;

export const WebConversation = Type.Object({
  lines: Type.Array(WebLine, { description: 'Oldest first.' }),
  earlier: Type.Boolean({ description: 'There are lines before these: ask with `before`.' }),
  waiting: Type.Array(Type.String(), {
    description: 'Nonces of messages that have come in and are not processed yet.',
  }),
  with_person: Type.Boolean({ description: 'A person of the organization answers now.' }),
});
export type WebConversation = Static<typeof WebConversation>;
