import { runTranscripts } from '../../../kernel/conversations/test/transcripts.ts';

runTranscripts('modules/sample/*/*.transcript.txt', {
  /** In an organization of this module alone: the menu shows all that an organization does. */
  async prepare(stage) {
    await stage.app.boot.database.system
      .updateTable('organization')
      .set({ modules: ['sample'] })
      .where('id', '=', stage.organization.id)
      .execute();
  },
});
