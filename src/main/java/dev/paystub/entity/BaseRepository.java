package dev.paystub.entity;

import jakarta.persistence.EntityManager;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.support.JpaEntityInformation;
import org.springframework.data.jpa.repository.support.SimpleJpaRepository;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The base class of all repositories. Saving a row that the change has loaded publishes its events;
 * Hibernate writes the row at the end of the change anyway, so that it is not merged into itself
 * with all that it refers to.
 */
class BaseRepository<T, I> extends SimpleJpaRepository<T, I> {

    private final EntityManager entities;

    BaseRepository(JpaEntityInformation<T, ?> information, EntityManager entities) {
        super(information, entities);
        this.entities = entities;
    }

    /**
     * Saves a row.
     *
     * @throws IllegalStateException outside of a change, where it would not be written
     */
    @Override
    public <S extends T> S save(S entity) {
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw new IllegalStateException("A row is saved in a change only");
        }
        return entities.contains(entity) ? entity : super.save(entity);
    }

    /** Names the classes of Spring Data by text, so that they are loaded with the first entity. */
    @Configuration(proxyBeanMethods = false)
    static class OfAllRepositories {

        private static final String FACTORY =
                "org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean";
        private static final String BASE = "dev.paystub.entity.BaseRepository";

        @Bean
        static BeanFactoryPostProcessor baseClassOfRepositories() {
            return beans -> {
                for (var name : beans.getBeanDefinitionNames()) {
                    var definition = beans.getBeanDefinition(name);
                    if (FACTORY.equals(definition.getBeanClassName())) {
                        definition.getPropertyValues().add("repositoryBaseClass", BASE);
                    }
                }
            };
        }
    }
}
