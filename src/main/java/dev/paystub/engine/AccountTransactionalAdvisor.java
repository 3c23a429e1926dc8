package dev.paystub.engine;

import java.util.Optional;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** Runs methods with {@link AccountTransactional} through {@link AccountTransactions}. */
@Configuration(proxyBeanMethods = false)
class AccountTransactionalAdvisor {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DefaultPointcutAdvisor accountTransactionalPointcut(
            ObjectProvider<AccountTransactions> transactions) {
        MethodInterceptor interceptor =
                call ->
                        transactions
                                .getObject()
                                .run(() -> {
                                    try {
                                        // the transaction requires a result, also from a void
                                        // method
                                        return Optional.ofNullable(call.proceed());
                                    } catch (Throwable thrown) {
                                        throw AccountTransactions.unchecked(thrown);
                                    }
                                })
                                .orElse(null);
        return new DefaultPointcutAdvisor(
                AnnotationMatchingPointcut.forMethodAnnotation(AccountTransactional.class),
                interceptor);
    }
}
