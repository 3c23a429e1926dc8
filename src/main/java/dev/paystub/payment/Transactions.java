package dev.paystub.payment;

import java.util.List;
import org.springframework.data.repository.Repository;

interface Transactions extends Repository<Transaction, Long> {

    Transaction save(Transaction transaction);

    List<Transaction> findAllByOrderByNumber();

    List<Transaction> findAllByInvoiceNumberOrderByNumber(long invoiceNumber);
}
