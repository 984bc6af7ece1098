import { Type } from 'typebox';
import { route } from '../module/index.ts';
import { changeText } from './change-text.action.ts';
import { OwnText, OwnTextInput, OwnTexts } from './contract.ts';
import { listOwnTexts } from './own-texts.query.ts';

const Language = Type.String({ maxLength: 35, description: 'BCP 47' });

export const textsRoutes = [
  route({
    method: 'GET',
    path: '/texts',
    permission: 'settings.read',
    summary: 'The texts for customers that the organization may write itself, in one language',
    query: Type.Object({ language: Type.Optional(Language) }),
    reply: OwnTexts,
    run: (ctx, { query }) => listOwnTexts(ctx, query.language),
  }),
  route({
    method: 'PUT',
    path: '/texts/{language}/{key}',
    permission: 'settings.write',
    summary: 'Write a text of the organization’s own in the place of ours, or go back to ours',
    params: Type.Object({ language: Language, key: Type.String({ maxLength: 200 }) }),
    body: OwnTextInput,
    reply: OwnText,
    run: (ctx, { params, body }) => changeText(ctx, { ...params, ...body }),
  }),
];
