package dev.paystub.payment;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface CryptoPayments extends Repository<CryptoPayment, Long> {

    CryptoPayment save(CryptoPayment payment);

    Optional<CryptoPayment> findByNumber(long number);

    List<CryptoPayment> findAllByOrderByNumberDesc();

    List<CryptoPayment> findAllByParentNumberOrderByNumber(long parentNumber);

    List<CryptoPayment> findAllByInvoiceNumberOrderByNumber(long invoiceNumber);

    long count();
}
