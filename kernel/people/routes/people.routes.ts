import { Type } from 'typebox';
import { NewestFirst } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { defineRecord, route } from '../../module/index.ts';
import { changePerson } from '../actions/change-person.action.ts';
import { createPerson } from '../actions/create-person.action.ts';
import { PersonInput, PersonPatch, PersonView } from '../contract.ts';
import { personView } from '../person.ts';
import { getPerson, listPeople } from '../queries/people.ts';

const person = defineRecord({
  subject: 'person',
  patch: PersonPatch,
  async read(ctx, { id }: { id: string }) {
    const found = await getPerson(ctx, id);
    return found.ok ? ok(personView(found.data)) : found;
  },
});

export const peopleRoutes = [
  route({
    method: 'GET',
    path: '/people',
    permission: 'people.read',
    summary: 'People, the latest first; search looks at names, phones and addresses',
    query: NewestFirst,
    reply: Type.Array(PersonView),
    run: (ctx, { query }) => listPeople(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/people',
    permission: 'people.write',
    summary: 'Put down a person',
    body: PersonInput,
    example: { name: 'Ravi Nair', email: 'ravi@example.net' },
    exampleReply: {
      id: '019ac000-0000-7000-8000-000000000006',
      name: 'Ravi Nair',
      phone: null,
      email: 'ravi@example.net',
      language: 'en',
      created_at: '2026-12-01T10:15:00.000Z',
      updated_at: '2026-12-01T10:15:00.000Z',
    },
    reply: PersonView,
    status: 201,
    idempotent: true,
    async run(ctx, { body }) {
      const made = await createPerson(ctx, body);
      return made.ok ? ok(personView(made.data)) : made;
    },
  }),
  route({
    method: 'GET',
    path: '/people/{id}',
    permission: 'people.read',
    summary: 'One person',
    record: person,
    params: ById,
    reply: PersonView,
    async run(ctx, { params }) {
      const person = await getPerson(ctx, params.id);
      return person.ok ? ok(personView(person.data)) : person;
    },
  }),
  route({
    method: 'PATCH',
    path: '/people/{id}',
    permission: 'people.write',
    summary: 'Change what is known of a person',
    record: person,
    params: ById,
    body: PersonPatch,
    reply: PersonView,
    async run(ctx, { params, body }) {
      const changed = await changePerson(ctx, params.id, body);
      return changed.ok ? ok(personView(changed.data)) : changed;
    },
  }),
];
