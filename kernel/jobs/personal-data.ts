import type { PersonalData } from '../module/index.ts';

export const personalData: PersonalData = {
  mentions: [
    { table: 'task', columns: ['params', 'result', 'note', 'error'] },
    // A job's group is its organization.
    { table: 'pgboss.job_common', columns: ['data', 'output'], scope: 't.group_id = $org::text' },
  ],
};
