package dev.paystub.payment;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface CryptoPayments extends Repository<CryptoPayment, Long> {

    CryptoPayment save(CryptoPayment payment);

    Optional<CryptoPayment> findByNumber(long number);

    Optional<CryptoPayment> findFirstByInvoiceNumberOrderByNumberDesc(long invoiceNumber);

    long count();
}
