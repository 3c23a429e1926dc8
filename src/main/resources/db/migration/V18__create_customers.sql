-- Stripe's customers besides the account's own, which is no row. Payment methods and intents say whose they are.

create table customers (
    id                     bigint      not null primary key,
    account_id             bigint      not null references accounts (id) on delete cascade,
    number                 bigint      not null,
    version                integer     not null,
    token                  varchar(40) not null,
    created_at             timestamp(3) with time zone not null,
    description            varchar(1000),
    default_payment_method varchar(100),
    metadata               text        not null,
    billing_name           varchar(5000),
    billing_email          varchar(800),
    billing_phone          varchar(5000),
    billing_line1          varchar(5000),
    billing_line2          varchar(5000),
    billing_city           varchar(5000),
    billing_state          varchar(5000),
    billing_postal_code    varchar(5000),
    billing_country        varchar(2),
    unique (account_id, number),
    unique (account_id, token)
);

alter table payment_methods add column customer varchar(40);
update payment_methods set customer = 'cus_Pil9K60xftjZ88' where state = 'ATTACHED';

alter table intents add column customer varchar(40);
update intents set customer = 'cus_Pil9K60xftjZ88' where with_customer;
alter table intents drop column with_customer;

-- Whether an automatic payment method may lead the holder to another page, and when the card was charged.
alter table intents add column allow_redirects boolean default true not null;
alter table intents add column charged_at timestamp(3) with time zone;
update intents set charged_at = created_at where charge is not null;
