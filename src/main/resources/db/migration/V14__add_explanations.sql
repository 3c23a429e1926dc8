-- What a cursor is told apart by: the history up to its event. Rows from before this have none.
alter table events add column chain bigint default 0 not null;

-- Why the rows that numbers are made of came about, for as long as they are there: the event log is bounded.
alter table invoices add column cause varchar(200) default '' not null;
alter table invoices add column request_id varchar(40);
alter table ledger_entries add column cause varchar(200) default '' not null;
alter table ledger_entries add column request_id varchar(40);
alter table ledger_entries add column reason varchar(20) default 'OTHER' not null;
alter table transactions add column cause varchar(200) default '' not null;
alter table transactions add column request_id varchar(40);
alter table crypto_payments add column cause varchar(200) default '' not null;
alter table crypto_payments add column request_id varchar(40);
alter table billing_records add column cause varchar(200) default '' not null;
alter table billing_records add column request_id varchar(40);
alter table billing_records add column subscription_number bigint;
alter table subscriptions add column canceled_at timestamp(3) with time zone;

update ledger_entries set reason = case
    when description like 'Credit applied to invoice %' then 'CREDIT'
    when description like 'Add Funds, invoice %' then 'FUNDS'
    when description like 'Overpayment of invoice %' then 'OVERPAYMENT'
    when amount < 0 then 'USAGE'
    else 'OPENING' end;

-- Accounts of which an audit has found something wrong, until one finds nothing.
create table audit_findings (
    account_id   bigint       not null primary key references accounts (id) on delete cascade,
    found_millis bigint       not null,
    rules        varchar(2000) not null
);
