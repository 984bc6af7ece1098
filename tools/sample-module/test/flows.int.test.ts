import { runTranscripts } from '../../../kernel/conversations/test/transcripts.ts';

runTranscripts('modules/sample/*/*.transcript.txt', {
  /** In an organization with this module only: the menu shows everything that an organization has. */
  async prepare(stage) {
    await stage.app.boot.database.system
      .updateTable('organization')
      .set({ modules: ['sample'] })
      .where('id', '=', stage.organization.id)
      .execute();
  },
});
