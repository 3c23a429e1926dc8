package dev.paystub.webhook;

import dev.paystub.webhook.Delivery.Status;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Deliveries extends Repository<Delivery, Long> {

    Delivery save(Delivery delivery);

    Optional<Delivery> findByNumber(long number);

    Optional<Delivery> findFirstByEndpointNumberAndStatusOrderByQueuePosition(
            long endpoint, Status status);

    List<Delivery> findAllByEndpointNumberAndStatusInOrderByNumber(
            long endpoint, Collection<Status> statuses);

    @Query(
            """
            select d from Delivery d
            where d.endpointNumber = :endpoint
              and (:status is null or d.status = :status)
              and (:type is null or d.type = :type)
            order by d.number desc
            """)
    List<Delivery> search(
            long endpoint, @Nullable Status status, @Nullable String type, Limit limit);

    /** Returns the number of deliveries with a status, by endpoint. */
    @Query(
            """
            select d.endpointNumber, count(d) from Delivery d
            where d.status = :status group by d.endpointNumber order by d.endpointNumber
            """)
    List<Object[]> countByEndpoint(Status status);

    @Modifying(flushAutomatically = true)
    @Query("delete from Delivery d where d.endpointNumber = :endpoint")
    void deleteAllOf(long endpoint);

    @Modifying(flushAutomatically = true)
    @Query("delete from Delivery d where d.number < :number and d.status not in :open")
    void deleteOver(long number, Collection<Status> open);
}
