import type { Ctx } from '../ctx/index.ts';
import type { Refusal } from '../lib/result.ts';

/**
 * Which rows of a table belong to a person, and what erasure does with them. A manifest lists its tables under
 * `personalData`, a row's parents before the row; erasure goes through the whole list backwards.
 */
export type PersonalRows = {
  /** a table, or `schema.table`; `t` in the SQL below */
  table: string;
  /** SQL: which rows are the person's. `known(kind)` are the ids of what is already known of the person. */
  of: string;
  /** SQL that limits the rows to the organization ($org); default `t.organization_id = $org` */
  scope?: string;
  /** kind → column with the ids by which other tables name these rows, e.g. `{ 'mess.student': 'id', file: 'photo_file_id' }` */
  gives?: Record<string, string>;
  /** columns with the words by which a person is recognized in other texts: a name, a phone, an address */
  words?: string[];
  /** columns that an export leaves out: secrets and digests */
  hidden?: string[];
  /**
   * `delete`; `keep`, with the reason `personal_data.why.<why>`; `follow`: not the person's data, only leads to it; or
   * column → SQL, which blanks what names the person and keeps the rest
   */
  erase: 'delete' | 'keep' | 'follow' | Record<string, string>;
  /** why rows, or what is left of them, stay: `personal_data.why.<why>` */
  why?: string;
};

/** Columns of text or JSON where a person may be mentioned by the way: the words are replaced, the rest stays. */
export type Mentions = {
  table: string;
  columns: string[];
  scope?: string;
  /** SQL: rows in which all words of the person are replaced; in others only words that are nobody else's */
  of?: string;
};

/** A record that stands for one person: a table of `rows` whose `id` is given to the command. */
type PersonalRoot = {
  kind: string;
  table: string;
  /** the column with the name that is typed to confirm; default `name` */
  name?: string;
};

/** What a package or module knows of persons. */
export type PersonalData = {
  roots?: PersonalRoot[];
  rows?: PersonalRows[];
  mentions?: Mentions[];
  /** Why the person can't be erased now, such as money that is open; `idsOf(kind)` are the person's ids. */
  open?(ctx: Ctx, idsOf: (kind: string) => string[]): Promise<Refusal | null>;
};

/** SQL: the ids (uuid) of a kind that are known of the person. */
export const known = (kind: string): string => `(select r.id::uuid from person_ref r where r.kind = '${kind}')`;

/** What stands where a name stood. */
export const ERASED = '[erased]';
