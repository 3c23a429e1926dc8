-- Coins that arrive at a payment's address, and payments that were opened for those that came too late.

alter table crypto_payments add column parent_number bigint;

alter table simulated_payments add column pay_amount numeric(30, 12);
update simulated_payments set pay_amount = (
    select p.pay_amount from crypto_payments p
    where p.account_id = simulated_payments.account_id and p.number = simulated_payments.number);
alter table simulated_payments alter column pay_amount set not null;
alter table simulated_payments add column first_deposit_at timestamp(3) with time zone;

create table crypto_deposits (
    id             bigint          not null primary key,
    account_id     bigint          not null references accounts (id) on delete cascade,
    number         bigint          not null,
    version        integer         not null,
    payment_number bigint          not null,
    amount         numeric(30, 12) not null check (amount > 0),
    at             timestamp(3) with time zone not null,
    unique (account_id, number),
    foreign key (account_id, payment_number) references crypto_payments (account_id, number)
);

create index crypto_deposits_of_payment on crypto_deposits (account_id, payment_number);
