-- The parameter case of NOWPayments' sandbox: how a payment unfolds. A column cannot be called case.
alter table simulated_payments rename column walk to payment_case;
