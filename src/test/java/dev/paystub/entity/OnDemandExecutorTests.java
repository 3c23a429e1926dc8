package dev.paystub.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import jakarta.persistence.EntityManagerFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/** Hibernate starts when something first needs it, and not for its end. */
class OnDemandExecutorTests {

    private final SessionFactory hibernate = mock(SessionFactory.class);
    private final AtomicInteger starts = new AtomicInteger();
    private AbstractEntityManagerFactoryBean bean;

    @BeforeEach
    void makeBean() {
        bean =
                new AbstractEntityManagerFactoryBean() {
                    @Override
                    protected EntityManagerFactory createNativeEntityManagerFactory() {
                        starts.incrementAndGet();
                        return hibernate;
                    }
                };
        bean.setEntityManagerFactoryInterface(SessionFactory.class); // as Hibernate's adapter does
        bean.setBootstrapExecutor(new OnDemandExecutor());
        bean.afterPropertiesSet();
        bean.afterSingletonsInstantiated();
    }

    @Test
    void closingWhatWasNeverUsedStartsNothing() {
        bean.destroy();

        assertThat(starts).hasValue(0);
    }

    @Test
    void whatWasUsedStartsOnceAndIsClosed() {
        bean.getObject().getMetamodel();
        bean.getObject().getMetamodel();
        bean.destroy();

        assertThat(starts).hasValue(1);
        verify(hibernate).close();
    }
}
