-- Where the customer goes from a hosted page, what was refused there last, and a card that waits for its subscription.

alter table checkout_sessions add column success_url varchar(2048);
alter table checkout_sessions add column cancel_url varchar(2048);
alter table checkout_sessions add column payment_method varchar(100);
alter table checkout_sessions add column error_code varchar(60);
alter table checkout_sessions add column error_decline_code varchar(60);
alter table checkout_sessions add column error_message varchar(400);
