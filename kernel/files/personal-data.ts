import { known, type PersonalData } from '../module/index.ts';

export const personalData: PersonalData = {
  rows: [
    {
      // Uploaded by the account's holder or the person's chat, whatever for.
      table: 'file',
      of: `t.id in ${known('file')} or t.created_by_id in (select 'portal.account:' || r.id from person_ref r where r.kind = 'portal.account')`,
      gives: { file: 'id' },
      hidden: ['storage_key', 'perceptual_hash', 'original_sha256'],
      // The erasure itself sets that they are deleted for good.
      erase: { name: `'[erased]'` },
      why: 'bytes',
    },
  ],
  mentions: [{ table: 'file', columns: ['name'] }],
};
