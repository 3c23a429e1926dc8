package dev.paystub.webhook;

import dev.paystub.webhook.Delivery.Status;
import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Attempts extends Repository<Attempt, Long> {

    Attempt save(Attempt attempt);

    List<Attempt> findAllByDeliveryNumberOrderByNumber(long delivery);

    @Modifying(flushAutomatically = true)
    @Query(
            """
            delete from Attempt a where a.deliveryNumber in
                (select d.number from Delivery d where d.endpointNumber = :endpoint)
            """)
    void deleteAllOf(long endpoint);

    @Modifying(flushAutomatically = true)
    @Query(
            """
            delete from Attempt a where a.deliveryNumber in
                (select d.number from Delivery d where d.number < :number and d.status not in :open)
            """)
    void deleteOver(long number, Collection<Status> open);
}
