package dev.paystub.nowpayments;

import java.util.List;
import org.springframework.data.repository.Repository;

interface Deposits extends Repository<Deposit, Long> {

    Deposit save(Deposit deposit);

    List<Deposit> findAllByOrderByNumber();

    List<Deposit> findAllByPaymentNumberOrderByNumber(long paymentNumber);
}
