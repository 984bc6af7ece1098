import { type Static, type TSchema, Type } from 'typebox';

const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const Time = Type.String({ format: 'date-time' });

export const BackupReply = Type.Object({
  id: Type.String({ format: 'uuid' }),
  state: Type.Enum(['running', 'done', 'failed']),
  place: Type.String({ description: 'A folder of the server, or s3://bucket/prefix.' }),
  name: Type.String(),
  started_at: Time,
  ended_at: orNull(Time),
  percent: Type.Integer(),
  size_bytes: orNull(Type.Integer()),
  rows: orNull(Type.Integer()),
  files: orNull(Type.Integer()),
  missing: orNull(Type.Integer({ description: 'Files that their store no longer had.' })),
  error: orNull(Type.String()),
});

export const BackupsView = Type.Object({
  warning: orNull(
    Type.Enum(['off', 'none', 'old', 'gone', 'damaged', 'unmounted', 'unreachable', 'elsewhere'], {
      description:
        'No passphrase is set; there is none; the last good one is old; its file is not there; is not as it was ' +
        'written; its disk is not mounted; its place does not answer; another organization keeps them.',
    }),
  ),
  last_good_at: orNull(Time),
  seen: orNull(
    Type.Object(
      {
        state: Type.Enum(['there', 'gone', 'damaged', 'unmounted', 'unreachable', 'elsewhere']),
        other_disk: orNull(Type.Boolean()),
      },
      { description: 'What a look at the file of the last good backup has found now.' },
    ),
  ),
  backups: Type.Array(BackupReply, { description: 'The newest attempts.' }),
});
export type BackupsView = Static<typeof BackupsView>;
