-- The version of Stripe's API that a webhook's messages carry; null for the latest that is known.
alter table webhook_endpoints add column api_version varchar(40);
