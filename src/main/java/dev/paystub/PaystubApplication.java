package dev.paystub;

import dev.paystub.launch.Command;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;

/** Paystub: a stateful sandbox for the PureGPU and Cloud Plans billing APIs. */
@SpringBootApplication
@Modulithic(systemName = "Paystub")
public class PaystubApplication {

    public static void main(String[] args) {
        Command.run(args, () -> SpringApplication.run(PaystubApplication.class, args));
    }
}
