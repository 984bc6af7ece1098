import type { Selectable } from 'kysely';
import type { DB } from '../../db/types.ts';
import type { PersonView } from './contract.ts';

/** A person that an organization deals with. Conversations know how to reach them in a chat. */
export type Person = {
  id: string;
  name: string;
  /** E.164; several people may share one, so it identifies nobody */
  phone: string | null;
  email: string | null;
  /** BCP 47 */
  language: string;
  createdAt: Date;
  updatedAt: Date;
};

export function toPerson(row: Selectable<DB['person']>): Person {
  const { id, name, phone, email, language } = row;
  return { id, name, phone, email, language, createdAt: row.created_at, updatedAt: row.updated_at };
}

export function personView({ createdAt, updatedAt, ...person }: Person): PersonView {
  return { ...person, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() };
}
