-- Why a piece of due work failed when it was tried: it is not due until it is to be tried again.
alter table agenda add column aside varchar(500);

-- Sums of amounts, each of which is bounded, must not run out of digits: what has been paid is credited.
alter table invoices alter column subtotal set data type numeric(20, 2);
alter table invoices alter column credit set data type numeric(20, 2);
alter table invoices alter column amount_paid set data type numeric(20, 2);
alter table invoice_items alter column amount set data type numeric(20, 2);
alter table ledger_entries alter column amount set data type numeric(20, 2);
alter table ledger_entries alter column balance_after set data type numeric(20, 2);
alter table crypto_payments alter column price_amount set data type numeric(20, 2);
alter table transactions alter column amount set data type numeric(20, 2);
alter table transactions alter column applied set data type numeric(20, 2);
alter table hostings alter column amount set data type numeric(20, 2);
alter table billing_records alter column amount set data type numeric(20, 2);
alter table checkout_sessions alter column unit_price set data type numeric(20, 2);
alter table simulated_payments alter column price set data type numeric(20, 2);
