-- The tables bear the names of what their classes call a row: a scheduled task, a job, a dunning attempt.
alter table agenda rename to scheduled_tasks;
alter index agenda_of_account rename to scheduled_tasks_of_account;
alter index agenda_by_time rename to scheduled_tasks_by_time;
alter table errands rename to jobs;
alter index errands_by_lease rename to jobs_by_lease;
alter table captures rename to dunning_attempts;

-- PostgreSQL names keys after their table. H2 numbers them, so that there is nothing to rename.
alter index if exists agenda_pkey rename to scheduled_tasks_pkey;
alter index if exists errands_pkey rename to jobs_pkey;
alter index if exists captures_pkey rename to dunning_attempts_pkey;
alter index if exists captures_account_id_number_key rename to dunning_attempts_account_id_number_key;
