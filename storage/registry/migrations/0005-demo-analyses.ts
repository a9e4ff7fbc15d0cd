import { sql, type Migration } from 'kysely';

/** A frozen analysis stays, whoever asks; but the demo leaves whole, and its analyses with it. */
export const demoAnalyses: Migration = {
  async up(db) {
    await sql`drop trigger analyses_frozen_delete`.execute(db);
    await sql`create trigger analyses_frozen_delete before delete on analyses
      when old.frozen_at is not null and not exists (select 1 from meters where id = old.meter and demo = 1)
      begin select raise(abort, 'the analysis is frozen'); end`.execute(db);
  },
};
