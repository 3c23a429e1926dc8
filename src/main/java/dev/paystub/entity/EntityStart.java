package dev.paystub.entity;

import dev.paystub.launch.StartedLater;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.Order;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Component;

/** Starts Hibernate, then the repositories, whose start waits for Hibernate. */
@Component
@Order(0)
class EntityStart implements StartedLater {

    private final ListableBeanFactory beans;

    EntityStart(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void startLater() {
        // waits for Hibernate here: the creation of a bean that waited would make others wait
        beans.getBean(EntityManagerFactory.class).getMetamodel();
        beans.getBeansOfType(Repository.class);
    }
}
